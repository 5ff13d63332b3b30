package evidence

import (
	"slices"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// reference is the name of an image in its parts.
type reference struct{ host, path, tag string }

// parse takes an image's name apart; the tag is latest where there is none.
func parse(image string) reference {
	name, _, _ := strings.Cut(image, "@")
	r := reference{tag: "latest"}
	if at := strings.LastIndexByte(name, ':'); at > strings.LastIndexByte(name, '/') {
		name, r.tag = name[:at], name[at+1:]
	}
	r.path = name
	if first, rest, cut := strings.Cut(name, "/"); cut && (strings.ContainsAny(first, ".:") || first == "localhost") {
		r.host, r.path = first, rest
	}
	return r
}

// last is the last part of an image's path, by which people know it.
func (r reference) last() string { return r.path[strings.LastIndexByte(r.path, '/')+1:] }

// public is the path that an image has on Docker Hub, empty where it is somebody's
// own: official ones have no folder there. Copies in public.ecr.aws and behind a
// pull-through cache keep their path.
func (r reference) public() string {
	path := r.path
	switch {
	case r.host == "" || r.host == "docker.io" || r.host == "index.docker.io" || r.host == "registry-1.docker.io":
	case r.host == "public.ecr.aws":
		path = strings.TrimPrefix(path, "docker/")
	case strings.HasSuffix(r.host, ".amazonaws.com") && strings.Contains(r.host, ".dkr.ecr"):
		_, behind, cached := strings.Cut(path, "/")
		if !cached || !known(behind) { // A repository of somebody's own may have any name.
			return ""
		}
		path = behind
	default:
		path = r.host + "/" + path
	}
	return strings.TrimPrefix(path, "library/")
}

// known says that a path behind a cache's prefix is a public image's: only one with a
// folder is told from somebody's own.
func known(path string) bool {
	return strings.Contains(path, "/") && publicImage(strings.TrimPrefix(path, "library/"), "latest") != nil
}

// family is the shell that sh is in an image.
type family string

const (
	dash    family = "dash"    // Debian and Ubuntu
	bash    family = "bash"    // Amazon Linux, Red Hat and what is built on it
	busybox family = "busybox" // Alpine
)

// knownImage is what is known of public images.
type knownImage struct {
	// paths are their names as on Docker Hub, and tags what a tag must have in it.
	paths []string
	tag   string
	// signal is the STOPSIGNAL; empty for none.
	signal shutdown.Signal
	// program is what they run; empty where that is another image's business.
	program string
	// sh is the family of those without a word for it in the tag.
	sh family
	// since is the minor version of 1.x with which the signal came; 0 if it always was
	// there, as far as tags go that people use.
	since int
	// hands says that the entry point starts what it is given in its own place.
	hands bool
}

// knownImages are rows of which the first counts that fits. The signals are those of
// the images' own Dockerfiles.
var knownImages = []knownImage{
	{paths: []string{"nginx", "nginx/nginx", "nginxinc/nginx-unprivileged"}, signal: "SIGQUIT", since: 19, program: "nginx", sh: dash, hands: true}, // Before it was SIGTERM.
	{paths: []string{"openresty/openresty"}, signal: "SIGQUIT", program: "nginx"},
	{paths: []string{"httpd"}, signal: "SIGWINCH", program: "httpd", sh: dash, hands: true},
	{paths: []string{"php"}, tag: "fpm", signal: "SIGQUIT", program: "php-fpm", sh: dash, hands: true},
	{paths: []string{"php"}, tag: "apache", signal: "SIGWINCH", program: "httpd", sh: dash, hands: true},
	{paths: []string{"php"}, sh: dash, hands: true},
	{paths: []string{"wordpress", "nextcloud", "drupal", "matomo"}, tag: "fpm", signal: "SIGQUIT", program: "php-fpm", sh: dash, hands: true},
	{paths: []string{"wordpress", "nextcloud", "drupal", "matomo"}, signal: "SIGWINCH", program: "httpd", sh: dash, hands: true},
	{paths: []string{"haproxy"}, signal: "SIGUSR1", program: "haproxy", sh: dash, hands: true},
	{paths: []string{"traefik"}, program: "traefik", sh: busybox, hands: true},
	{paths: []string{"caddy"}, program: "caddy", sh: busybox, hands: true},
	{paths: []string{"envoyproxy/envoy"}, program: "envoy", sh: dash, hands: true},
	{paths: []string{"postgres", "postgis/postgis", "pgvector/pgvector"}, signal: "SIGINT", sh: dash, hands: true},
	{paths: []string{"fluent/fluent-bit", "cr.fluentbit.io/fluent/fluent-bit", "amazon/aws-for-fluent-bit", "aws-observability/aws-for-fluent-bit"}, program: "fluent-bit"},
	{paths: []string{"fluent/fluentd", "fluentd"}, program: "fluentd"},
	{paths: []string{"timberio/vector"}, program: "vector"},
	{paths: []string{"amazon/aws-otel-collector", "aws-observability/aws-otel-collector", "otel/opentelemetry-collector", "otel/opentelemetry-collector-contrib"}, program: "otel-collector"},
	{paths: []string{"datadog/agent", "gcr.io/datadoghq/agent"}, program: "datadog-agent"},
	{paths: []string{"amazon/cloudwatch-agent", "cloudwatch-agent/cloudwatch-agent"}, program: "cloudwatch-agent"},
	{paths: []string{"amazon/aws-xray-daemon", "xray/aws-xray-daemon"}, program: "xray-daemon"},
	{paths: []string{"n8nio/n8n", "docker.n8n.io/n8nio/n8n"}, program: "n8n", sh: busybox},
	{paths: []string{"hasura/graphql-engine"}, program: "graphql-engine", sh: dash},
	{paths: []string{"python", "node", "ruby", "golang", "rust", "eclipse-temurin", "perl", "elixir", "erlang", "debian", "ubuntu", "buildpack-deps", "gcc"}, sh: dash, hands: true},
	{paths: []string{"openjdk"}, tag: "slim", sh: dash, hands: true},
	{paths: []string{"openjdk"}, hands: true}, // Debian or Oracle Linux, by its version.
	{paths: []string{"mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/dotnet/runtime", "mcr.microsoft.com/dotnet/runtime-deps", "mcr.microsoft.com/dotnet/sdk"}, sh: dash, hands: true},
	{paths: []string{"ghcr.io/astral-sh/uv"}, hands: true},
	{paths: []string{"gcr.io/distroless/static", "gcr.io/distroless/static-debian12", "gcr.io/distroless/static-debian13", "gcr.io/distroless/base", "gcr.io/distroless/base-debian12", "gcr.io/distroless/base-debian13", "gcr.io/distroless/cc-debian12", "gcr.io/distroless/cc-debian13"}, hands: true},
	{paths: []string{"amazonlinux", "amazonlinux/amazonlinux", "amazoncorretto", "amazoncorretto/amazoncorretto", "rockylinux", "almalinux", "fedora", "oraclelinux"}, sh: bash, hands: true},
	{paths: []string{"alpine", "busybox"}, sh: busybox, hands: true},
	{paths: []string{"scratch"}, hands: true},
}

// publicImage is what is known of an image by its public path and tag.
func publicImage(path, tag string) *knownImage {
	if strings.Contains(tag, "windows") || strings.Contains(tag, "nanoserver") { // Windows has no signals.
		return nil
	}
	for i := range knownImages {
		if row := &knownImages[i]; path != "" && slices.Contains(row.paths, path) && strings.Contains(tag, row.tag) {
			return row
		}
	}
	return nil
}

// old says that a tag is of a version before the one with which the signal came.
func (k *knownImage) old(tag string) bool {
	minor, is := strings.CutPrefix(tag, "1.")
	if !is || k.since == 0 {
		return false
	}
	if end := strings.IndexFunc(minor, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
		minor = minor[:end]
	}
	n, err := strconv.Atoi(minor)
	return err == nil && n < k.since
}

// shOf is the shell that sh is in an image, by its tag and else by what is known of
// it.
func shOf(r reference, row *knownImage) family {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(r.tag, w) })
	}
	switch {
	case has("windows", "nanoserver"):
		return ""
	case has("alpine"):
		return busybox
	case has("bookworm", "bullseye", "trixie", "buster", "jammy", "noble", "focal"):
		return dash
	case has("al2023", "al2", "ubi", "azurelinux", "mariner", "oracle"):
		return bash
	case row != nil:
		return row.sh
	}
	return ""
}
