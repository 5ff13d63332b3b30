package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	outputOf  = "<!-- output of: "
	pictureOf = "<!-- picture of: "
	textOf    = "<!-- text of: "
	tableOf   = "<!-- table of: "
	endOf     = "<!-- end of output -->"
	endOfText = "<!-- end of text -->"
	endOfRows = "<!-- end of table -->"
	closing   = " -->"
)

// sources are where the documents' contents come from and their pictures go.
type sources struct {
	run     func(command []string) (string, error)
	read    func(name string) (string, error)
	picture func(name, svg string) error
}

// expand replaces what stands below each mark by the output of its command,
// the text of its file, or a table of the model.
func expand(text string, from sources) (string, error) {
	var out strings.Builder
	lines := strings.SplitAfter(text, "\n")
	for i := 0; i < len(lines); i++ {
		out.WriteString(lines[i])
		line := strings.TrimSpace(lines[i])
		switch {
		case strings.HasPrefix(line, pictureOf):
			if err := draw(mark(line, pictureOf), from.run, from.picture); err != nil {
				return "", err
			}
		case strings.HasPrefix(line, outputOf):
			if err := between(&out, lines, &i, endOf, func() (string, error) { return block(mark(line, outputOf), from.run) }); err != nil {
				return "", err
			}
		case strings.HasPrefix(line, tableOf):
			if err := between(&out, lines, &i, endOfRows, func() (string, error) { return table(mark(line, tableOf)) }); err != nil {
				return "", err
			}
		case strings.HasPrefix(line, textOf):
			if err := between(&out, lines, &i, endOfText, func() (string, error) { return file(mark(line, textOf), from.read) }); err != nil {
				return "", err
			}
		}
	}
	return out.String(), nil
}

// between writes what text returns and goes on before the line that ends the
// old one.
func between(out *strings.Builder, lines []string, at *int, last string, text func() (string, error)) error {
	end := *at + 1
	for end < len(lines) && strings.TrimSpace(lines[end]) != last {
		end++
	}
	if end == len(lines) {
		return fmt.Errorf("line %d: no %q follows", *at+1, last)
	}
	block, err := text()
	if err != nil {
		return fmt.Errorf("line %d: %w", *at+1, err)
	}
	out.WriteString(block)
	*at = end - 1
	return nil
}

// languages are what a fence calls the files of each extension.
var languages = map[string]string{".go": "go", ".java": "java", ".json": "json", ".py": "python", ".rb": "ruby", ".ru": "ruby", ".tf": "terraform", ".ts": "typescript", ".yaml": "yaml"}

// file is a fenced block with the text of a file.
func file(name string, read func(string) (string, error)) (string, error) {
	language, ok := languages[filepath.Ext(name)]
	if !ok {
		return "", fmt.Errorf("%s: no language is known for %q", name, filepath.Ext(name))
	}
	text, err := read(name)
	if err != nil {
		return "", err
	}
	return "```" + language + "\n" + strings.TrimRight(text, "\n") + "\n```\n", nil
}

func mark(line, prefix string) string {
	return strings.TrimSuffix(strings.TrimPrefix(line, prefix), closing)
}

func draw(command string, run func([]string) (string, error), picture func(name, svg string) error) error {
	command, name, ok := strings.Cut(command, " > ")
	if !ok {
		return fmt.Errorf("picture of %q names no file after \" > \"", command)
	}
	svg, err := run(strings.Fields(command))
	if err != nil {
		return err
	}
	return picture(name, svg)
}

// block is a fenced block with the command and what it prints, or a part of it.
func block(command string, run func([]string) (string, error)) (string, error) {
	most, part := -1, ""
	if rest, ok := strings.CutPrefix(command, "part "); ok {
		part, command, _ = strings.Cut(rest, " ")
	}
	if rest, ok := strings.CutPrefix(command, "head "); ok {
		n, after, _ := strings.Cut(rest, " ")
		v, err := strconv.Atoi(n)
		if err != nil || v < 1 {
			return "", fmt.Errorf("head %q is not a number of lines", n)
		}
		most, command = v, after
	}
	text, err := run(strings.Fields(command))
	if err != nil {
		return "", err
	}
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if part != "" {
		if lines = paragraph(lines, part); lines == nil {
			return "", fmt.Errorf("%s prints no part %q", command, part)
		}
	}
	if most >= 0 && len(lines) > most {
		lines = append(lines[:most], "…")
	}
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return "```console\n$ " + command + "\n" + strings.Join(lines, "\n") + "\n```\n", nil
}

// paragraph is the lines from the one that begins with word to the next empty
// one, or nil, with "…" for what stands before and after it.
func paragraph(lines []string, word string) []string {
	for i, l := range lines {
		if !strings.HasPrefix(l, word) {
			continue
		}
		end := i
		for end < len(lines) && lines[end] != "" {
			end++
		}
		out := slices.Clone(lines[i:end])
		if i > 0 {
			out = append([]string{"…"}, out...)
		}
		if end < len(lines) {
			out = append(out, "…")
		}
		return out
	}
	return nil
}
