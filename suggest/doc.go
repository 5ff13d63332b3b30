// Package suggest writes the profile that a configured service seems to have: what its
// configuration shows, where it shows it, and what only somebody who knows the app can
// answer.
package suggest
