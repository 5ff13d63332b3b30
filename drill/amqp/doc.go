// Package amqp reads along between a worker and a broker that speaks AMQP 0-9-1, such
// as RabbitMQ: which messages it is given, and which of them it acknowledges or gives
// back. Every byte is passed on as it came.
package amqp
