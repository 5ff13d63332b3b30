package profile

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// whole is the path of faults that are about the file and no field of it.
const whole = "profile"

// wholeFile is the way out of a file that cannot be a profile at all.
const wholeFile = "name a file that holds a profile and nothing else"

const allowedFile = "one YAML or JSON map of profile fields, at most 1 MiB of UTF-8"

// syntax is a fault of the file itself. Given is what stands there.
func syntax(where position, given, message string, ways ...string) *shutdown.Fault {
	return &shutdown.Fault{Path: whole, Rule: "syntax", Given: given, Allowed: allowedFile, Message: message,
		WaysOut: append([]string{}, ways...), Line: where.line, Column: where.column}
}

func empty() *shutdown.Fault {
	var names []string
	for _, f := range shutdown.Fields() {
		if f.Required {
			names = append(names, f.Name)
		}
	}
	return syntax(start, "", "The file is empty.", "set at least "+strings.Join(names, " and "))
}

func tooLarge() *shutdown.Fault {
	return syntax(start, "more than "+strconv.Itoa(MaxBytes)+" bytes", "The file is too large for a profile.", wholeFile)
}

func tooMany(where position) *shutdown.Fault {
	return syntax(where, "more than "+strconv.Itoa(mostValues)+" values", "The file holds too many values for a profile.", wholeFile)
}

func notText(where position, b byte) *shutdown.Fault {
	return syntax(where, fmt.Sprintf("the byte 0x%02x", b), "The file is not UTF-8 text.", "save it as UTF-8")
}

func control(where position, r rune) *shutdown.Fault {
	return syntax(where, fmt.Sprintf("the character %U", r), "The file holds a control character.", "remove it")
}

func tab(where position, line string) *shutdown.Fault {
	return syntax(where, label(line), "Line "+strconv.Itoa(where.line)+" is indented with a tab; YAML takes spaces only.", "indent with spaces")
}

func strayMark(where position) *shutdown.Fault {
	return syntax(where, "a byte order mark", "A byte order mark stands inside the file, where it cannot be seen.", "remove it")
}

func notValid(format string, where position, line, problem, way string) *shutdown.Fault {
	return syntax(where, label(line), "The file is not valid "+format+": "+safe.Line(safe.Cut(problem, mostProblem))+".", way)
}

// mostProblem is longer than what parsers say, but for the names that they quote.
const mostProblem = 100

func severalDocuments(where position) *shutdown.Fault {
	return syntax(where, "a second document", "The file holds more than one document; a profile is one.", "keep one profile in each file")
}

func notMap(where position, kind string) *shutdown.Fault {
	return &shutdown.Fault{Path: whole, Rule: "type", Given: kind, Allowed: "a map of profile fields",
		Message: "A profile is a map of fields, not " + kind + ".", WaysOut: []string{"write one field on each line, such as workload: http"}, Line: where.line, Column: where.column}
}

func duplicateKey(path, key string, first position) shutdown.Fault {
	return shutdown.Fault{Path: path, Rule: "duplicate-key", Given: label(key), Allowed: "each field once",
		Message: safe.Path(key) + " is set again; the first is on line " + strconv.Itoa(first.line) + ".", WaysOut: []string{"remove one of the two"}}
}

// construct is YAML that a profile does not take, such as an alias.
func construct(path, given, name, way string) shutdown.Fault {
	return shutdown.Fault{Path: path, Rule: "syntax", Given: given, Allowed: "a plain value",
		Message: "A profile takes no " + name + ": every reader must see the same value.", WaysOut: []string{way}}
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
