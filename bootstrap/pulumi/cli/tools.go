//go:build tools

// Package tools names the command whose packages go.mod and go.sum pin.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
