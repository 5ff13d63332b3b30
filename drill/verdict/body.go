package verdict

// Body is what is known of the body of an answer.
type Body struct {
	// Length is how many bytes came, after decompression.
	Length int64
	// Hash is that of all of them (FNV-1a, 64 bits).
	Hash uint64
	// Common is how many of the first bytes are those of an earlier answer to the
	// same question, as far as that was kept; negative where none was.
	Common int64
	// Tail is the last bytes, at most [TailLength].
	Tail string
	// ByClosing says that nothing but the end of the connection told where it ends,
	// so that nobody can tell a whole one from one that was cut.
	ByClosing bool
}

// What of a body is kept.
const (
	// TailLength is how many of the last bytes.
	TailLength = 16
	// SampleLength is how many of the first bytes of an earlier answer others are
	// compared with.
	SampleLength = 64 << 10
)

// begins says that the body is the beginning of the earlier one, as far as is known.
func (b Body) begins() bool {
	return b.Common < 0 || b.Common >= min(b.Length, SampleLength)
}
