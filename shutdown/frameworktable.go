package shutdown

// frameworks is the one table of servers, each row with its source.
var frameworks = [...]Framework{
	{Name: "go", Graceful: []Signal{SIGTERM, SIGINT}, Quick: []Signal{SIGQUIT},
		Caveat:  "net/http has no stop of its own: without a handler the signal ends the process at once. Run the server through this project's lifecycle package, which reads the environment contract.",
		Source:  "https://pkg.go.dev/net/http#Server.Shutdown",
		Drilled: []string{"1.26"},
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			if l.keepAlive > 0 {
				f.configure("server.IdleTimeout = " + seconds(l.keepAlive) + " * time.Second")
			}
		}},
	{Name: "node", Graceful: []Signal{SIGTERM, SIGINT}, Quick: []Signal{SIGQUIT},
		Caveat:  "Node's http has no stop of its own: a handler must answer 503 on the health path, wait for the delay and then call server.close().",
		Source:  "https://nodejs.org/api/http.html#serverclosecallback",
		Drilled: []string{"20.20"},
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			if l.keepAlive > 0 {
				f.configure("server.keepAliveTimeout = " + seconds(l.keepAlive) + "_000")
			}
		}},
	{Name: "gunicorn", Graceful: []Signal{SIGTERM}, Quick: []Signal{SIGQUIT, SIGINT}, ListenersCloseAtOnce: true,
		Source:  "https://docs.gunicorn.org/en/stable/signals.html",
		Drilled: []string{"20.1", "23.0"},
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.argue("--graceful-timeout", seconds(l.drain))
			if l.keepAlive > 0 {
				f.argue("--keep-alive", seconds(l.keepAlive))
			}
			if l.longest >= 30 { // A worker that is silent for longer than --timeout, 30 s by default, is killed.
				f.argue("--timeout", seconds(l.longest+5))
			}
		}},
	{Name: "uvicorn", Graceful: []Signal{SIGTERM, SIGINT}, Quick: []Signal{SIGQUIT}, ListenersCloseAtOnce: true,
		Caveat:  "--timeout-graceful-shutdown came with uvicorn 0.22: an older one waits for its requests without limit.",
		Source:  "https://www.uvicorn.org/settings/#timeouts",
		Drilled: []string{"0.17", "0.32"},
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.argue("--timeout-graceful-shutdown", seconds(l.drain))
			if l.keepAlive > 0 {
				f.argue("--timeout-keep-alive", seconds(l.keepAlive))
			}
		}},
	{Name: "spring_boot", Graceful: []Signal{SIGTERM, SIGINT}, ListenersCloseAtOnce: true,
		Caveat:    "Spring counts the timeout for each lifecycle phase: a second slow phase has it again.",
		Source:    "https://docs.spring.io/spring-boot/reference/web/graceful-shutdown.html",
		Undrilled: "Spring Boot is in no distribution and no npm package, so no drill has shown this row: it is from the documentation alone.",
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.export("SERVER_SHUTDOWN", "graceful")
			f.export("SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", seconds(l.drain)+"s")
			if l.keepAlive > 0 {
				f.export("SERVER_TOMCAT_KEEP_ALIVE_TIMEOUT", seconds(l.keepAlive)+"s")
			}
		}},
	{Name: "puma", Graceful: []Signal{SIGTERM, SIGINT}, Quick: []Signal{SIGQUIT}, ListenersCloseAtOnce: true,
		Source:  "https://github.com/puma/puma/blob/master/docs/signals.md",
		Drilled: []string{"5.6", "6.6"},
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.configure("force_shutdown_after " + seconds(l.drain))
			f.configure("worker_shutdown_timeout " + seconds(l.drain))
			// Otherwise a stop in order ends with status 143, or 1 as PID 1.
			f.configure("raise_exception_on_sigterm false")
			if l.keepAlive > 0 {
				f.configure("persistent_timeout " + seconds(l.keepAlive))
			}
		}},
	{Name: "sidekiq", Graceful: []Signal{SIGTERM, SIGINT}, Quick: []Signal{SIGQUIT, SIGUSR1}, FromSignal: true,
		Caveat:  "After its timeout Sidekiq gives unfinished jobs back and takes up to 3.5 s more, which come out of cleanup.",
		Source:  "https://github.com/sidekiq/sidekiq/wiki/Signals",
		Drilled: []string{"6.4", "7.3"},
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.argue("--timeout", seconds(max(1, l.drain-max(0, 4-l.cleanup))))
		}},
	{Name: "celery", Graceful: []Signal{SIGTERM, SIGINT}, Quick: []Signal{SIGQUIT}, FromSignal: true,
		Caveat:  "Celery's warm shutdown has no bound: a task that outlives the drain is killed. From 5.5 on, worker_soft_shutdown_timeout together with REMAP_SIGTERM=SIGQUIT bounds it; before 5.5 that variable makes every stop a cold one. Celery 5.2 did not always end once its tasks were done (in about 1 of 15 drills), so that SIGKILL ended it; 5.5 did.",
		Source:  "https://docs.celeryq.dev/en/stable/userguide/workers.html#stopping-the-worker",
		Drilled: []string{"5.2", "5.5"},
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.configure("worker_soft_shutdown_timeout = " + seconds(l.drain))
		}},
	{Name: "dotnet", Graceful: []Signal{SIGTERM, SIGINT, SIGQUIT}, ListenersCloseAtOnce: true,
		Caveat:    "All hosted services share the timeout and stop one after the other by default.",
		Source:    "https://learn.microsoft.com/dotnet/api/microsoft.extensions.hosting.hostoptions.shutdowntimeout",
		Undrilled: ".NET is in no distribution that the drills run on, so no drill has shown this row: it is from the documentation alone.",
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.export("DOTNET_shutdownTimeoutSeconds", seconds(l.drain))
			if l.keepAlive > 0 {
				f.configure("kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(" + seconds(l.keepAlive) + ");")
			}
		}},
	{Name: "nginx", Graceful: []Signal{SIGQUIT}, Quick: []Signal{SIGTERM, SIGINT}, ListenersCloseAtOnce: true,
		Source:  "https://nginx.org/en/docs/control.html",
		Drilled: []string{"1.22", "1.26"},
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.argue("-g", "daemon off; worker_shutdown_timeout "+seconds(l.drain)+"s;")
			if l.keepAlive > 0 {
				f.configure("keepalive_timeout " + seconds(l.keepAlive) + "s;")
			}
		}},
	{Name: "httpd", Graceful: []Signal{SIGWINCH}, Quick: []Signal{SIGTERM, SIGINT}, ListenersCloseAtOnce: true,
		Caveat:  "GracefulShutdownTimeout is no hard bound: requests that outlive it go on until the parent kills its children, about 9 s later (measured with 2.4).",
		Source:  "https://httpd.apache.org/docs/2.4/stopping.html",
		Drilled: []string{"2.4"},
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.argue("-c", "GracefulShutdownTimeout "+seconds(l.drain))
			if l.keepAlive > 0 {
				f.argue("-c", "KeepAliveTimeout "+seconds(l.keepAlive))
			}
		}},
	{Name: "php_fpm", Graceful: []Signal{SIGQUIT}, Quick: []Signal{SIGTERM, SIGINT}, ListenersCloseAtOnce: true,
		Source:  "https://www.php.net/manual/en/install.fpm.configuration.php#process-control-timeout",
		Drilled: []string{"8.2", "8.4"},
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.configure("process_control_timeout = " + seconds(l.drain) + "s")
		}},
	{Name: "haproxy", Graceful: []Signal{SIGUSR1}, Quick: []Signal{SIGTERM, SIGINT}, ListenersCloseAtOnce: true,
		Caveat:  "hard-stop-after is no hard bound: a connection that has not sent a request yet keeps HAProxy 1 s longer (measured with 2.6), so leave it a cleanup of 2 s.",
		Source:  "https://docs.haproxy.org/2.6/management.html#4",
		Drilled: []string{"2.6", "3.0"},
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.configure("hard-stop-after " + seconds(l.drain) + "s")
			if l.keepAlive > 0 {
				f.configure("timeout http-keep-alive " + seconds(l.keepAlive) + "s")
			}
		}},
	{Name: "envoy", Graceful: []Signal{SIGTERM, SIGINT}, Quick: []Signal{SIGQUIT}, ListenersCloseAtOnce: true,
		Caveat:    "Envoy has no graceful signal: before SIGTERM something must POST /healthcheck/fail and /drain_listeners?graceful to its admin port and wait for the delay and the drain.",
		Source:    "https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/operations/draining",
		Undrilled: "Envoy is in no distribution that the drills run on, so no drill has shown this row: it is from the documentation alone.",
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.argue("--drain-time-s", seconds(l.drain))
		}},
	{Name: "fluent_bit", Serves: ServesSidecar, Graceful: []Signal{SIGTERM, SIGINT},
		Caveat:    "Fluent Bit ends when its grace is over and everything is flushed, at the latest then.",
		Source:    "https://docs.fluentbit.io/manual/administration/configuring-fluent-bit/classic-mode/configuration-file",
		Undrilled: "Fluent Bit is in no distribution that the drills run on, so no drill has shown this row: it is from the documentation alone.",
		settings: func(f *FrameworkSettings, l frameworkLimits) {
			f.configure("Grace " + seconds(l.drain))
		}},
}
