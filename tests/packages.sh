# Debian packages by purpose; read with `.`.
build_packages="gcc libc6-dev cmake ninja-build pkg-config gettext libcsv-dev libpcre2-dev
libyaml-dev libjansson-dev libgmp-dev libutf8proc-dev libssl-dev libzip-dev libxml2-dev
libreadstat-dev libxlsxwriter-dev r-mathlib libglpk-dev"
test_packages="clang clang-format libclang-rt-14-dev libcmocka-dev python3 python3-yaml git scdoc
chromium fonts-noto-cjk poppler-utils libreoffice-calc-nogui libreoffice-writer-nogui
python3-docx python3-openpyxl python3-scipy r-base-core r-cran-survey r-cran-mass r-cran-jsonlite pspp parallel openmpi-bin valgrind
gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user"
# Node.js also comes from others than Debian, whose packages these would clash with.
command -v node >/dev/null || test_packages="$test_packages nodejs"
command -v npm >/dev/null || test_packages="$test_packages npm"
# What tests/bench/run.sh measures beside wjtab.
bench_packages="libcmocka-dev python3 python3-yaml python3-pandas miller r-base-core r-cran-data.table sqlite3 pspp mawk"
