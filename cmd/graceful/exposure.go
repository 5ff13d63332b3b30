package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// exposureFlags say how rare a fault the drills shall show.
type exposureFlags struct {
	confidence int
	faultRate  string
	// rare is nil where neither was asked for.
	rare *verdict.Rare
}

func (f *exposureFlags) add(cmd *cobra.Command) {
	usual := verdict.DefaultRare
	cmd.Flags().IntVar(&f.confidence, "confidence", usual.Confidence, "go on until a fault of --fault-rate would show with so many `percent`, 1 to 99")
	cmd.Flags().StringVar(&f.faultRate, "fault-rate", "1/"+strconv.Itoa(usual.OneIn), "how rare a fault shall show, as `1/N` of the units; with it or --confidence the drill chooses its rate, unless --rate is given, and its repeats")
}

// parse reads the flags, if one of them was given.
func (f *exposureFlags) parse(cmd *cobra.Command) error {
	if !cmd.Flags().Changed("confidence") && !cmd.Flags().Changed("fault-rate") {
		return nil
	}
	if f.confidence < 1 || f.confidence > 99 {
		return fmt.Errorf("--confidence %d must be from 1 to 99: nothing shows a rare fault for certain", f.confidence)
	}
	one, n, _ := strings.Cut(f.faultRate, "/")
	oneIn, err := strconv.Atoi(n)
	if one != "1" || err != nil || oneIn < 2 || oneIn > 1_000_000 {
		return fmt.Errorf("--fault-rate %s must be like 1/200, from 1/2 to 1/1000000", safe.Word(f.faultRate))
	}
	f.rare = &verdict.Rare{OneIn: oneIn, Confidence: f.confidence}
	return nil
}
