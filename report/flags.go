package report

// flag is a label on a pole that stands at x. The text begins to the right of
// the pole, in a row of its own choosing: row 0 is next to the bar.
type flag struct {
	x     float64
	time  string // written bold
	name  string
	row   int
	class string
}

const (
	flagGap  = 5.0 // between the pole and its text
	flagWord = 6.0 // between time and name
	flagRow  = 16.0
	flagRoom = 8.0 // between two texts in one row
)

func (f flag) width() float64 {
	return textWidth(f.time, smallText, true) + flagWord + textWidth(f.name, smallText, false)
}

func (f flag) end() float64 { return f.x + flagGap + f.width() }

// raise gives each flag the lowest row in which it neither touches another
// text nor is crossed by another's pole. The flags are sorted by x; of several
// at one x the first is the highest. It returns the number of rows.
func raise(flags []flag) int {
	rows := 0
	for i := len(flags) - 1; i >= 0; i-- {
		row := 0
		for _, other := range flags[i+1:] {
			if other.x < flags[i].end()+flagRoom {
				row = max(row, other.row+1)
			}
		}
		flags[i].row = row
		rows = max(rows, row+1)
	}
	return rows
}
