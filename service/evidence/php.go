package evidence

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var phpPrograms = []Program{
	framed("php_fpm", Program{Name: "php-fpm", Role: Server, Version: "8.4", Source: "https://www.php.net/manual/en/install.fpm.configuration.php#process-control-timeout",
		Does: "lets its workers finish", Drops: "ends its workers at once",
		commands: []string{"php-fpm"},
		read: func(p *process) {
			p.bound = Time{State: service.Unknown, Why: "process_control_timeout is set in a file of the image; it is 0 if it is not"}
		}}),
	{Name: "artisan queue:work", Role: Worker, Version: "Laravel 12", Source: "https://laravel.com/docs/queues#worker-timeouts",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGQUIT"}, ClosesAtOnce: true, Does: "finishes the job that it has",
		commands: []string{"php"}, is: with("queue:work"), read: func(p *process) {
			p.job = p.read(knob{flags: []string{"--timeout"}, usual: 60 * time.Second, hidden: "a job may have a $timeout of its own", zeroIsEndless: true})
			p.bound = Time{State: service.Unknown, Why: "it lasts as long as the job"}
		}},
}
