package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// checkpoint is how far a job has come: all that the next task needs to go on.
type checkpoint struct {
	Job string `json:"job"`
	// Turn counts the tasks that have had the job.
	Turn int `json:"turn"`
	// Task is who wrote it, so that no two tasks ever write the same bytes.
	Task string `json:"task"`
	// Next is the step to go on with, and Sum what those before it came to.
	Next int `json:"next"`
	Sum  int `json:"sum"`
}

// format changes when a checkpoint gets another meaning.
const format = 1

// sealed is a checkpoint as it is stored: half of one is not taken for a whole one.
type sealed struct {
	Format     int             `json:"format"`
	SHA256     string          `json:"sha256"`
	Checkpoint json.RawMessage `json:"checkpoint"`
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func seal(c checkpoint) ([]byte, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return json.Marshal(sealed{format, digest(text), text})
}

// unseal reads a checkpoint of a job with so many steps, and says why it is none.
func unseal(text []byte, job string, steps int) (c checkpoint, err error) {
	var s sealed
	if err := strictly(text, &s); err != nil {
		return c, fmt.Errorf("it is not whole: %w", err)
	}
	if s.Format != format {
		return c, fmt.Errorf("its format is %d, and this program reads %d", s.Format, format)
	}
	if s.SHA256 != digest(s.Checkpoint) {
		return c, errors.New("its checksum is another")
	}
	if err := strictly(s.Checkpoint, &c); err != nil {
		return c, err
	}
	if c.Job != job {
		return c, fmt.Errorf("it is that of the job %q", c.Job)
	}
	if c.Next < 0 || c.Next > steps {
		return c, fmt.Errorf("it goes on with step %d, and the job has %d", c.Next, steps)
	}
	return c, nil
}

// strictly reads one value with nothing unknown in it and nothing behind it.
func strictly(text []byte, value any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(value); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands behind it")
	}
	return nil
}

// refusal is a checkpoint that nobody can go on from. The job does not begin anew by
// itself: that may be days of work, and whatever wrote the object may write it again.
type refusal struct {
	path  string
	given []byte
	why   error
}

func (r *refusal) Error() string {
	const most = 60
	given := fmt.Sprintf("%.*q", most, r.given)
	return fmt.Sprintf("%s: this is no checkpoint to go on from: %v. Given: %d bytes, %s. Allowed: what this program writes, as a whole. "+
		"Ways out: restore its previous version, if the bucket keeps versions; or delete it, and the job begins with its first step, where results that are there stay as they are.",
		r.path, r.why, len(r.given), given)
}

func (r *refusal) Unwrap() error { return r.why }
