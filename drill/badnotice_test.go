package drill_test

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

// ask watches the app's own target by hand, as the module lifecycle/drainwatch
// does with the SDK.
func (a *socketApp) ask() {
	self := metadataAddress()
	form := url.Values{"Action": {"DescribeTargetHealth"}, "TargetGroupArn": {os.Getenv("SHUTDOWN_TARGET_GROUPS")}, "Targets.member.1.Id": {self}}
	for {
		time.Sleep(100 * time.Millisecond)
		response, err := http.PostForm(os.Getenv("AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2")+"/", form)
		if err != nil {
			panic(err)
		}
		text, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		switch {
		case a.mode == quitterSocket && response.StatusCode != http.StatusOK:
			return
		case strings.Contains(string(text), "<State>draining</State>"):
			if a.mode != stubbornSocket {
				close(a.noticed)
			}
			return
		}
	}
}

// metadataAddress is the task's address by its metadata.
func metadataAddress() string {
	response, err := http.Get(os.Getenv("ECS_CONTAINER_METADATA_URI_V4") + "/task")
	if err != nil {
		panic(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, _ := io.ReadAll(response.Body)
	_, rest, _ := strings.Cut(string(text), `"IPv4Addresses":["`)
	address, _, _ := strings.Cut(rest, `"`)
	return address
}
