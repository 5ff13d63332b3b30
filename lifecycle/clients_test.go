package lifecycle_test

func clients()  {}
func mainRole() {}
