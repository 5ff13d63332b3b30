package hcl

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// shallow refuses tokens of which a parser would have to call itself too often: its
// stack has an end, at which the program ends.
func shallow(tokens hclsyntax.Tokens) error {
	// operators counts those of each bracket that is open, in the expression that is
	// read there.
	operators, braces, sum := []int{0}, []bool{true}, 0
	reset := func() {
		last := len(operators) - 1
		sum, operators[last] = sum-operators[last], 0
	}
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp:
			operators, braces = append(operators, 0), append(braces, t.Type == hclsyntax.TokenOBrace)
			if len(operators) > mostNesting {
				return deep(t.Range, mostNesting)
			}
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd:
			if last := len(operators) - 1; last > 0 {
				reset()
				operators, braces = operators[:last], braces[:last]
			}
		case hclsyntax.TokenComma:
			reset()
		case hclsyntax.TokenNewline:
			if braces[len(braces)-1] {
				reset()
			}
		case hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent, hclsyntax.TokenAnd, hclsyntax.TokenOr,
			hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq, hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq,
			hclsyntax.TokenQuestion, hclsyntax.TokenTemplateControl, hclsyntax.TokenDot, hclsyntax.TokenFatArrow:
			operators[len(operators)-1]++
			if sum++; sum > mostOperators {
				return deep(t.Range, mostOperators)
			}
		}
	}
	return nil
}

func deep(at hcl.Range, most int) error {
	return fmt.Errorf("%s:%d: brackets or operators stand more than %d deep in each other", at.Filename, at.Start.Line, most)
}

// shallowJSON is the same for a file in JSON, with the templates in its texts.
func shallowJSON(file string, text []byte) error {
	in := json.NewDecoder(bytes.NewReader(text))
	depth := 0
	for {
		token, err := in.Token()
		if err != nil {
			return nil //nolint:nilerr // The parser says it, with its place.
		}
		line := func() hcl.Range {
			at := min(int(in.InputOffset()), len(text))
			return hcl.Range{Filename: file, Start: hcl.Pos{Line: bytes.Count(text[:at], []byte("\n")) + 1}}
		}
		switch t := token.(type) {
		case json.Delim:
			if t == '{' || t == '[' {
				if depth++; depth > mostNesting {
					return deep(line(), mostNesting)
				}
			} else {
				depth--
			}
		case string:
			if !bytes.Contains([]byte(t), []byte("{")) {
				continue
			}
			tokens, _ := hclsyntax.LexTemplate([]byte(t), file, hcl.InitialPos)
			if shallow(tokens) != nil {
				return deep(line(), mostNesting)
			}
		}
	}
}
