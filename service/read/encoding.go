package read

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
)

// inUTF8 is a text without the mark that it may begin with. PowerShell writes UTF-16
// with >, and other programs of Windows a mark before UTF-8.
func inUTF8(in *bufio.Reader) (*bufio.Reader, error) {
	head, _ := in.Peek(3)
	if bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}) {
		_, err := in.Discard(3)
		return in, err
	}
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return in, nil
	}
	text, err := io.ReadAll(io.LimitReader(in, 2*mostText))
	if err != nil {
		return nil, err
	}
	units := make([]uint16, 0, len(text)/2)
	for i := 2; i+1 < len(text); i += 2 {
		units = append(units, order.Uint16(text[i:]))
	}
	return bufio.NewReader(bytes.NewReader([]byte(string(utf16.Decode(units))))), nil
}
