package verdict

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// fileVersion is that of the form in which recordings are written. It rises when
// a field changes its meaning; one that is new needs no rise, as zero says that
// nobody looked.
const fileVersion = 1

type fileLine struct {
	Version int `json:"recording"`
	Recording
}

// Marshal writes a recording as a line of JSON. Durations are in nanoseconds, but
// for the times of the plan, which are in seconds; the names are those of the
// fields of [Recording].
func Marshal(r Recording) ([]byte, error) {
	text, err := json.Marshal(fileLine{fileVersion, r})
	return append(text, '\n'), err
}

// Unmarshal reads the recordings of a file, one after the other, also those that
// an earlier version wrote. What it does not know is an error, as a verdict that
// leaves something out may be a false one.
func Unmarshal(text []byte) ([]Recording, error) {
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	var all []Recording
	for n := 1; in.More(); n++ {
		var line fileLine
		err := in.Decode(&line)
		switch {
		case err != nil:
			return nil, fmt.Errorf("recording %d cannot be read: %w", n, err)
		case line.Version < 1:
			return nil, fmt.Errorf("recording %d has no version: it must begin with {\"recording\":%d", n, fileVersion)
		case line.Version > fileVersion:
			return nil, fmt.Errorf("recording %d has version %d, and this program knows those up to %d: judge it with the one that recorded it, or a later one", n, line.Version, fileVersion)
		}
		if err := line.complete(); err != nil {
			return nil, fmt.Errorf("recording %d cannot be judged: %w", n, err)
		}
		all = append(all, line.Recording)
	}
	if len(all) == 0 {
		return nil, errors.New("there is no recording in it")
	}
	return all, nil
}
