package amqp

import "encoding/binary"

// The types of frames, and how long a frame is without what it carries (AMQP 0-9-1,
// 2.3.5).
const (
	methodFrame = 1
	headerFrame = 2
	bodyFrame   = 3
	frameHead   = 7
	frameEnd    = 1
	greeting    = 8 // what a client says first, which is no frame
)

// mostFrame bounds what is kept of a frame; brokers agree on 128 KiB.
const mostFrame = 16 << 20

// framing puts the pieces of a stream together to frames.
type framing struct {
	kept []byte
	// greets says that a greeting comes first.
	greets bool
	// lost says that it is no AMQP, or one that is not understood: nothing more is read.
	lost bool
}

// frame is what one carries.
type frame struct {
	kind    byte
	channel uint16
	payload []byte
}

// take gives each frame that is whole to see.
func (f *framing) take(p []byte, see func(frame)) {
	if f.lost {
		return
	}
	f.kept = append(f.kept, p...)
	if f.greets {
		if len(f.kept) < greeting {
			return
		}
		f.kept, f.greets = f.kept[greeting:], false
	}
	for len(f.kept) >= frameHead {
		size := int(binary.BigEndian.Uint32(f.kept[3:]))
		if size > mostFrame {
			f.lost, f.kept = true, nil
			return
		}
		whole := frameHead + size + frameEnd
		if len(f.kept) < whole {
			return
		}
		see(frame{f.kept[0], binary.BigEndian.Uint16(f.kept[1:]), f.kept[frameHead : whole-frameEnd]})
		f.kept = f.kept[whole:]
	}
}

// arguments reads those of a method, one after the other. What is not there is zero.
type arguments []byte

func (a *arguments) number(size int) (n uint64) {
	if len(*a) < size {
		*a = nil
		return 0
	}
	for _, b := range (*a)[:size] {
		n = n<<8 | uint64(b)
	}
	*a = (*a)[size:]
	return n
}

func (a *arguments) text() string {
	n := int(a.number(1)) //nolint:gosec // It is one byte.
	if len(*a) < n {
		*a = nil
		return ""
	}
	s := string((*a)[:n])
	*a = (*a)[n:]
	return s
}
