package profile

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// onlyOne is the way out of a file that cannot be of the form at all.
func (k *form) onlyOne() string { return "name a file that holds " + k.noun + " and nothing else" }

// syntax is a fault of the file itself. Given is what stands there.
func (k *form) syntax(where position, given, message string, ways ...string) *shutdown.Fault {
	return &shutdown.Fault{Path: k.name, Rule: "syntax", Given: given, Allowed: "one YAML or JSON map of the fields of " + k.noun + ", at most 1 MiB of UTF-8", Message: message,
		WaysOut: append([]string{}, ways...), Line: where.line, Column: where.column}
}

func (k *form) empty() *shutdown.Fault {
	var names []string
	for _, f := range k.fields {
		if f.Required {
			names = append(names, f.Name)
		}
	}
	if len(names) == 0 {
		return k.syntax(start, "", "The file is empty.", "write one field on each line, such as "+k.example)
	}
	return k.syntax(start, "", "The file is empty.", "set at least "+strings.Join(names, " and "))
}

func (k *form) tooLarge() *shutdown.Fault {
	return k.syntax(start, "more than "+strconv.Itoa(MaxBytes)+" bytes", "The file is too large for "+k.noun+".", k.onlyOne())
}

func (k *form) tooMany(where position) *shutdown.Fault {
	return k.syntax(where, "more than "+strconv.Itoa(mostValues)+" values", "The file holds too many values for "+k.noun+".", k.onlyOne())
}

func (k *form) notText(where position, b byte) *shutdown.Fault {
	return k.syntax(where, fmt.Sprintf("the byte 0x%02x", b), "The file is not UTF-8 text.", "save it as UTF-8")
}

func (k *form) control(where position, r rune) *shutdown.Fault {
	return k.syntax(where, fmt.Sprintf("the character %U", r), "The file holds a control character.", "remove it")
}

func (k *form) tab(where position, line string) *shutdown.Fault {
	return k.syntax(where, label(line), "Line "+strconv.Itoa(where.line)+" is indented with a tab; YAML takes spaces only.", "indent with spaces")
}

func (k *form) strayMark(where position) *shutdown.Fault {
	return k.syntax(where, "a byte order mark", "A byte order mark stands inside the file, where it cannot be seen.", "remove it")
}

func (k *form) notValid(format string, where position, line, problem, way string) *shutdown.Fault {
	return k.syntax(where, label(line), "The file is not valid "+format+": "+safe.Line(safe.Cut(problem, mostProblem))+".", way)
}

// mostProblem is longer than what parsers say, but for the names that they quote.
const mostProblem = 100

func (k *form) severalDocuments(where position) *shutdown.Fault {
	return k.syntax(where, "a second document", "The file holds more than one document; "+k.noun+" is one.", "keep one document in each file")
}

func (k *form) notMap(where position, kind string) *shutdown.Fault {
	return &shutdown.Fault{Path: k.name, Rule: "type", Given: kind, Allowed: "a map of fields",
		Message: k.opening() + " is a map of fields, not " + kind + ".", WaysOut: []string{"write one field on each line, such as " + k.example}, Line: where.line, Column: where.column}
}

func duplicateKey(path, key string, first position) shutdown.Fault {
	return shutdown.Fault{Path: path, Rule: "duplicate-key", Given: label(key), Allowed: "each field once",
		Message: safe.Path(key) + " is set again; the first is on line " + strconv.Itoa(first.line) + ".", WaysOut: []string{"remove one of the two"}}
}

// construct is YAML that no form takes, such as an alias.
func (k *form) construct(path, given, name, way string) shutdown.Fault {
	return shutdown.Fault{Path: path, Rule: "syntax", Given: given, Allowed: "a plain value",
		Message: k.opening() + " takes no " + name + ": every reader must see the same value.", WaysOut: []string{way}}
}

// ambiguous is a word that YAML's readers do not agree on.
func ambiguous(path, word, other, way string) shutdown.Fault {
	word = safe.Name(safe.Cut(word, mostWord))
	return shutdown.Fault{Path: path, Rule: "type", Given: word, Allowed: "a value that every YAML reader reads alike",
		Message: "Without quotes " + word + " is " + other + " to some readers, Terraform among them, and a string to others.", WaysOut: []string{way}}
}

// mostWord is how much of a word without quotes a message repeats.
const mostWord = 60

// label quotes text of the file, cut to a readable length.
func label(s string) string { return safe.Word(strings.TrimSpace(s)) }
