// Package audit says what configured services promise, and what in their values
// loses work, gets stuck or is slow. It takes the picture of package service, from
// whatever it was read, and knows no file, command or cloud.
//
// Each rule is a [Rule], one a file. A rule on a value that is not known stays
// silent; what could not be judged is said once for a service.
package audit
