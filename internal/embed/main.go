// Command embed keeps documents true: it runs each command that a document
// shows and puts what it prints below it, and does the same with files.
//
//	go run ./internal/embed -graceful bin/graceful README.md templates/guides/*.md
//
// A document marks the place so, and everything between the two lines is
// replaced:
//
//	<!-- output of: graceful settings examples/profiles/minimal.yaml -->
//	<!-- end of output -->
//
// "head N" before the command keeps the first N lines, "part WORD" the
// paragraph whose first line begins with the word. With "picture of" the
// output, an SVG, goes to the file that is named after " > ".
//
// A file's own text stands between two lines like these:
//
//	<!-- text of: examples/profiles/minimal.yaml -->
//	<!-- end of text -->
//
// and a table of the model, such as fields or outputs, between these:
//
//	<!-- table of: fields -->
//	<!-- end of table -->
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	program := flag.String("graceful", "graceful", "the command line to run")
	flag.Parse()
	for _, name := range flag.Args() {
		if err := refresh(name, runner(*program)); err != nil {
			log.Fatalf("%s: %v", name, err)
		}
	}
}

// refresh rewrites one document in place.
func refresh(name string, run func(args []string) (string, error)) error {
	old, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	text, err := expand(string(old), sources{run: run, read: readFile, picture: writePicture})
	if err != nil || text == string(old) {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

func readFile(name string) (string, error) {
	text, err := os.ReadFile(name)
	return string(text), err
}

func writePicture(name, svg string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(svg), 0o644)
}

// runner runs the program itself for the word graceful, and nothing else. A
// fault, exit status 1, is an output like any other.
func runner(program string) func([]string) (string, error) {
	return func(args []string) (string, error) {
		if len(args) == 0 || args[0] != "graceful" {
			return "", fmt.Errorf("only graceful can be run, not %q", args)
		}
		var out bytes.Buffer
		cmd := exec.Command(program, args[1:]...)
		cmd.Env = append(os.Environ(), "NO_COLOR=1")
		cmd.Stdout, cmd.Stderr = &out, &out
		err := cmd.Run()
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == 1 {
			err = nil
		}
		if err != nil {
			return "", fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, out.String())
		}
		return out.String(), nil
	}
}
