package hcl

// Strict has what a library cannot cope with end a test.
func (f *Folder) Strict() { f.loader.strict = true }
