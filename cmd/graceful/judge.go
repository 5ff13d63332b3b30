package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

const judgeLong = `Judge drills that were recorded, without playing them again.

FILE is what "graceful drill --record FILE" wrote, on this machine or another
one and also by an earlier version, or - for standard input. The verdicts, the
report and the exit status are those of the drill. So a recording can be kept
beside a release, sent with a question, or drawn once more in another format.`

// newJudge judges recordings.
func newJudge() *cobra.Command {
	var f verdictFlags
	cmd := takesFile(&cobra.Command{
		Use:   "judge FILE",
		Short: "Judge a stop drill that was recorded",
		Long:  judgeLong,
		Example: "  graceful judge drill.jsonl\n" +
			"  graceful judge drill.jsonl --format svg > drill.svg",
	})
	cmd.ValidArgsFunction = nil // Any name may be that of a recording.
	f.add(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		text, err := readRecordings(cmd, args[0])
		if err != nil {
			return err
		}
		recordings, err := verdict.Unmarshal(text)
		if err != nil {
			return fmt.Errorf("%s: %w", safe.Name(args[0]), err)
		}
		results := make([]verdict.Result, len(recordings))
		for i, r := range recordings {
			results[i] = verdict.Judge(r)
		}
		return f.finish(cmd, results, "")
	}
	return cmd
}

func readRecordings(cmd *cobra.Command, name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(cmd.InOrStdin())
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, cannotRead(name, err)
	}
	return text, nil
}
