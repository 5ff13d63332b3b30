<?php
// A signal ends a sleep early, so this one sleeps again until the time is over.
$until = microtime(true) + (float) ($_GET["seconds"] ?? 0);
while (($left = $until - microtime(true)) > 0) {
    usleep((int) ($left * 1e6));
}
echo "done\n";
