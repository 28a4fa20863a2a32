# SPDX-License-Identifier: Apache-2.0
.PHONY: run test bench demo format

run:    ; @scripts/run
test:   ; @scripts/test
bench:  ; @scripts/bench
demo:   ; @scripts/demo
format: ; @scripts/format
