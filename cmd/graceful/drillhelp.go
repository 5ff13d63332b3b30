package main

const drillLong = `Stop an app under load, as ECS would, and say whether anybody noticed.

The drill starts COMMAND twice, as the task that is stopped and as the one that
replaces it, each with the profile's variables and a PORT of its own, and sends
steady load to both through a load balancer that goes on routing to the old
task for the propagation and cuts what is in flight at the deregistration
delay. Then it plays the stop: deregistration, the stop signal, and SIGKILL at
the stop timeout. In COMMAND {NAME} stands for a variable's value, such as
{PORT}.

The app is asked for /work?seconds=N, where N is between nothing and the
longest work, and for /health; --request and --health change that. A request is

  [METHOD ]PATH[;weight=N][;seconds=N][;header=NAME: VALUE]
    [;body=TEXT|@FILE][;messages=N][;stream]

with {seconds} in PATH or the body where the time goes. With a body, seconds=N
sends it over N seconds, so that uploads go on when the app is stopped:

  --request 'POST /upload;body=@photo.jpg;seconds=3'

--requests FILE reads them from vegeta's targets, in its http format or as
JSON; scheme and host are left out. Each is tried before the stop: where the
app answers 400 or more it has nothing in flight that a stop could break off,
and no drill is played.

Answers of the stopping task are compared with those before the signal and
those of the replacement: a body that is shorter, though it looks whole, is
cut; a status that none had, or few, no body where all had one, or an answer in
less than half of the time that its work takes is work skipped; and one that
says something else where all said the same, such as an error with status 200,
is a fault too. The report says what varies, so that neither a short body nor
another one would be seen there. The answer to a request
with ;stream, such as server-sent events, goes on until its time is over, and
is whole when it ended in order. Without {seconds} the drill leaves it after
seconds=N, or after a time between nothing and the longest work, as clients do.

Where the workload is websocket, the load opens connections at /ws, keeps each
open for a time between nothing and the longest work, pings it now and then,
and ends it. With --request PATH;seconds=N those at that path last N seconds,
and {seconds} in PATH tells the app how long. Some are left open: the app
itself has to end them before they reach MAX_CONNECTION_AGE. A connection is
whole when it ended with a close frame of the app, and cut when it broke
without one. With --request 'PATH;stream' the connections are streams instead,
such as server-sent events, and whole when they ended with their last chunk.

A few connections of the drill's own carry one request, before the signal or
soon after it, and are then left idle. An app that closes such sooner than the
load balancer's idle timeout, or from the signal on while new requests may
arrive, drops now and then one that is on its way: it does not hold, although
none may have been lost here, unless its answer said "Connection: close".
Neither does one whose port was seen closed while new requests may arrive, nor
one whose streams, or answers to --message, stay out from the signal on.

With --tls the app speaks TLS on its port, as behind a target group of protocol
HTTPS. As there, its certificate is not looked at. With --protocol http2 or
grpc the load balancer speaks HTTP/2 with the app, as it is or in TLS. A gRPC
call sends its body as one message, or an empty one, or with messages=N so many
of them, and is whole when the app ended it with a status; how long it takes
stands beside it, as in /package.Service/Method;seconds=0.5;body=@message.bin,
and several messages come spread over that time. The health check is then
/grpc.health.v1.Health/Check, and an app without that service is healthy as
long as it answers.

With drain_notice in the profile the drill is also the task metadata and the
load balancer's API, at $ECS_CONTAINER_METADATA_URI_V4 and
$AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: from the deregistration on it
answers that the task's target is draining, and the app has to close its
connections before the deregistration delay is over. --notice-late and
--notice-throttle make it late, and busy.

A worker of a queue gets the address of an SQS queue instead, in QUEUE_URL and
AWS_ENDPOINT_URL_SQS, with messages such as {"id": "9c1f…", "seconds": 0.5}.
With broker: other in the profile and --amqp amqp://HOST:PORT/ it gets the same
messages from that RabbitMQ: AMQP_URL is an address at which the drill reads
along, and QUEUE the name of a queue that it makes, or of the one in --queue
NAME. A message that a worker has in hand when its connection ends without a
goodbye is dropped: others do its work again from the start.

A consumer of Kafka, whose profile has workload: stream, gets the brokers of
--kafka HOST:PORT, or one in the drill with --kafka embedded, in KAFKA_BROKERS,
and KAFKA_TOPIC and KAFKA_GROUP, which the drill makes. Its records are such
messages too; a line of its output with the id of a record says that it is
done. An offset that the group commits before that is a fault, and so is a
consumer that ends without leaving its group. The records of another stream
have no group to ask: drill one batch of them, as workload batch.

The paths: with a load balancer "drained" (deployments, scale-in) and
"concurrent" (a stop by hand, Spot), without one "concurrent" for them all.
Where a queue's messages take longer than a stop may, deployments, scale-in and
rebalancing are "protected" instead: the drill is the ECS agent too, at
$ECS_AGENT_URI. It wants the worker to stop, waits while the worker holds task
protection, sends no message meanwhile, and gives the signal when the
protection is given back or runs out. Every message longer than the drain must
be protected for as long as it is in hand. The times of such a profile are
long: --scale 10 plays a tenth of them, and of each minute of protection.

With --front and --sidecar the drill runs whole tasks, as ECS does:

  graceful drill profile.yaml --front './nginx.sh' \
    --sidecar otel='otelcol --config otel.yaml' -- ./app

COMMAND is then the app. Sidecars start first, then the app, then the front,
which takes the requests; the load flows when it answers for the app. Each has
its own HOST and PORT, in variables and as {PORT} in its command, and all know
APP_PORT, and OTEL_PORT of a sidecar named otel: the front passes requests on
to {APP_PORT}. The stop goes the other way: the front gets its stop signal, the
app when the front has gone, and each sidecar when all that depend on it have
gone, each with its own stop timeout until SIGKILL. One that is killed, or ends
while others still need it, is a fault: ECS stops the whole task at once when an
essential container ends, also while it drains, and so does the drill, which
takes each for essential. Commands know quotes, but no shell; --env and
--stop-timeout are of COMMAND, and variables of the others stand before their
commands, as in --front 'env NAME=VALUE ./nginx.sh'.
Sidecars without a command are left out, and the report names them. Without
--front COMMAND is the front of such a profile, and nothing is behind it: what
takes the requests has the delay and the drain.

With --postgres and --redis the drill looks behind the app:

  graceful drill profile.yaml --postgres "$DATABASE_URL" --redis "$REDIS_URL" \
    --request 'POST /orders?seconds={seconds};header=Idempotency-Key: {id}' \
    --rows 'SELECT id FROM orders' -- ./app

Each task gets, in DATABASE_URL and REDIS_URL, an address at which the drill
reads along, and goes to the store itself through that; NAME=URL is for an app
that reads another variable. A fault is what the store still has of the task
after its end, a connection that ends inside a transaction or before the answer
to its last command, and requests that fail, or messages in hand that are given
up, from when the pool is closed on.
{id} in PATH, in a header or in the body is a UUID of each request. With --rows
each request that was answered with success must have one row, whose first
column is its {id}, but for kinds of which none has where others do. Where the
app's output has a line with the {id} of each request, it must have one of the
last too. Use a store of a test: the requests leave their rows there.
With a worker it is the "id" in the body of a message, and those that were done
count. For WebSockets and batch jobs it is connections and transactions alone.

A batch job is stopped after the warm-up and started again. It works for
WORK_SECONDS, keeps its checkpoint in STATE_FOLDER, and creates the file "done"
there at the end.

A process that runs already, with --url and --pid, can be stopped only once, so
one path is played: the one of --path, else "drained" where the profile has it.
The report names those that were not played.

Where the system allows it, the command is PID 1 of a namespace of its own, as
in a container, where a signal without a handler does nothing.

A drill needs a machine that is in time. Where the drill's own clock, its load,
or a thread of the app that was ready to run came later than the profile's
times can bear, or where the load itself kept the processors busy and something
was lost, the verdict is NOT JUDGED, neither HELD nor NOT HELD, and the drill
is played again, up to --attempts times in all.

The report says how much met the stopping task, and what chance a rare fault
had to show: with 35 requests one that hits 1 of 200 shows in 16 of 100 drills.
With --confidence or --fault-rate the drill chooses its rate and its repeats
until such a fault would show. A drill in which too little met the stopping
task is NOT SHOWN.

With --record FILE what happened is kept, for graceful judge.

Exit status: 0 when every guarantee held and no finding is a fault, 1 when not,
2 when the drill could not be played, 3 when the machine was too late for a
verdict, or too little met the task for one; 130 after Ctrl-C and 143 after
SIGTERM, when everything that was started has been ended. A finding that is a
warning, for something that this drill survived, fails with --strict alone.`
