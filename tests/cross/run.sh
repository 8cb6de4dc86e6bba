#!/bin/sh
# Builds the scan for 64-bit ARM and runs it in an emulator: the NEON kernel against plain C.
set -eu
cd "$(dirname "$0")/../.."
mkdir -p build/cross
aarch64-linux-gnu-gcc -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -Wconversion -Wshadow -Werror \
    -Iinclude -Isrc/read src/read/scan*.c src/base/utf8.c tests/cross/kernels.c -o build/cross/kernels
qemu-aarch64 -L /usr/aarch64-linux-gnu build/cross/kernels neon
