package released

import (
	"io"
	"os"
	"path/filepath"
)

// file is a file of a module, by its folder and its path below that.
type file struct{ folder, path string }

func (f file) full() string { return filepath.Join(f.folder, filepath.FromSlash(f.path)) }

// Path is the file's name in the module.
func (f file) Path() string { return f.path }

// Lstat is what zip asks for the kind and the size.
func (f file) Lstat() (os.FileInfo, error) { return os.Lstat(f.full()) }

// Open is what zip reads.
func (f file) Open() (io.ReadCloser, error) { return os.Open(f.full()) }
