locals {
  # The members of the ECS API's ContainerDefinition, each with those of its own
  # objects. A test holds the two tables to internal/ecsapi.
  container_members = {
    command                = []
    cpu                    = []
    credentialSpecs        = []
    dependsOn              = []
    disableNetworking      = []
    dnsSearchDomains       = []
    dnsServers             = []
    dockerLabels           = []
    dockerSecurityOptions  = []
    entryPoint             = []
    environment            = []
    environmentFiles       = ["type", "value"]
    essential              = []
    extraHosts             = []
    firelensConfiguration  = ["options", "type"]
    healthCheck            = ["command", "interval", "retries", "startPeriod", "timeout"]
    hostname               = []
    image                  = []
    interactive            = []
    links                  = []
    linuxParameters        = ["capabilities", "initProcessEnabled", "tmpfs"]
    logConfiguration       = ["logDriver", "options", "secretOptions"]
    memory                 = []
    memoryReservation      = []
    mountPoints            = ["containerPath", "readOnly", "sourceVolume"]
    name                   = []
    portMappings           = []
    privileged             = []
    pseudoTerminal         = []
    readonlyRootFilesystem = []
    repositoryCredentials  = ["credentialsParameter"]
    resourceRequirements   = []
    restartPolicy          = ["enabled", "ignoredExitCodes", "restartAttemptPeriod"]
    secrets                = []
    startTimeout           = []
    stopTimeout            = []
    systemControls         = ["namespace", "value"]
    ulimits                = ["hardLimit", "name", "softLimit"]
    user                   = []
    versionConsistency     = []
    volumesFrom            = ["readOnly", "sourceContainer"]
    workingDirectory       = []
  }

  # What container_definitions does not take: in which containers, why, and the way out.
  refused_container_members = {
    command                = { where = "all", why = "It has an input of its own. Set command, or command of front, sidecars or init_containers." }
    cpu                    = { where = "beside", why = "It has an input of its own. Set cpu of front, sidecars or init_containers." }
    dependsOn              = { where = "all", why = "The order in which containers stop comes from the profile. Set after in profile.sidecars, condition in sidecars, or init_containers." }
    disableNetworking      = { where = "all", why = "Fargate does not take it. Remove it." }
    dnsSearchDomains       = { where = "all", why = "Fargate does not take it. Remove it." }
    dnsServers             = { where = "all", why = "Fargate does not take it. Remove it." }
    dockerSecurityOptions  = { where = "all", why = "Fargate does not take it. Remove it." }
    entryPoint             = { where = "all", why = "It has an input of its own. Set entry_point, or entry_point of front, sidecars or init_containers." }
    environment            = { where = "all", why = "It has an input of its own. Set environment, or environment of front, sidecars or init_containers." }
    essential              = { where = "all", why = "The app and the front end the task when they end, and an init container must not. Set essential in sidecars." }
    extraHosts             = { where = "all", why = "Fargate's network mode awsvpc has no such thing. Remove it." }
    hostname               = { where = "all", why = "Fargate's network mode awsvpc has no such thing. Remove it." }
    image                  = { where = "all", why = "It has an input of its own. Set image, or image of front, sidecars or init_containers." }
    links                  = { where = "all", why = "Fargate's network mode awsvpc has no such thing. Use localhost: the containers of a task share it." }
    memoryReservation      = { where = "beside", why = "It has an input of its own. Set memory_reservation of front, sidecars or init_containers." }
    name                   = { where = "all", why = "The profile names the front and the sidecars. Set container_name for the app." }
    portMappings           = { where = "all", why = "It has an input of its own. Set container_port, port_mappings and container_port_ranges, or ports and container_port_ranges of front or sidecars." }
    privileged             = { where = "all", why = "Fargate does not take it. Remove it." }
    readonlyRootFilesystem = { where = "app", why = "It has an input of its own. Set readonly_root_filesystem." }
    resourceRequirements   = { where = "all", why = "Fargate does not take it. Remove it." }
    secrets                = { where = "all", why = "It has an input of its own. Set secrets, or secrets of front, sidecars or init_containers." }
    stopTimeout            = { where = "all", why = "The stop timeout comes from the profile. Change the profile: longest_work, cleanup, or flush of a sidecar." }
  }
}
