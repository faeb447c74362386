# Sourced by the other commands in bin/: all that a fresh Debian 12 lacks, in steps that say what they do.
# Each function does nothing when its work is already done.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
ROOT=$PWD
VENV=$ROOT/.venv
INSTANCE=${INSTANCE_PATH:-$ROOT/instance}
RUN_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 fonts-noto-core)
export PIP_DISABLE_PIP_VERSION_CHECK=1 FLASK_APP=app

say() { printf '\033[1m%s\033[0m\n' "→ $*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

# attend COMMAND…: run it so that a signal is answered at once; the trap of the caller ends $attended.
attended=
attend() {
  local status=0
  "$@" &
  attended=$!
  wait "$attended" || status=$?
  attended=
  return $status
}

# install_packages NAME…: install what is missing with apt, or name the command and stop.
install_packages() {
  local missing=() name
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null; then
    stop "Cần các gói hệ thống sau, hãy cài rồi chạy lại (install these, then run again): ${missing[*]}"
  fi
  local become=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      become=(sudo -n)
    else
      stop "Cần các gói hệ thống. Nhờ người có quyền chạy lệnh sau, rồi chạy lại (ask someone who may, then run again):
  sudo apt-get install ${missing[*]}"
    fi
  fi
  say "Cài gói hệ thống (installing system packages): ${missing[*]}"
  local log; log=$(mktemp)
  attend "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >"$log" 2>&1 || true
  if ! attend "${become[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
    tail -n 20 "$log" >&2
    stop "Không cài được; hãy tự chạy (failed; run it yourself): apt-get install ${missing[*]}"
  fi
  rm -f "$log"
}

# find_python: the first Python of 3.11 or later, into $PYTHON.
find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 python3.11 python3.12 python3.13 python3.14; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      PYTHON=$(command -v "$candidate")
      return 0
    fi
  done
  return 1
}

ensure_python() {
  find_python || install_packages python3
  find_python || stop "Cần Python 3.11 trở lên (needs Python 3.11 or later): sudo apt-get install python3 python3-venv"
  if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    install_packages "$("$PYTHON" -c 'import sys; print("python3-venv" if sys.executable == "/usr/bin/python3" else "python%d.%d-venv" % sys.version_info[:2])')"
  fi
}

# show_count TOTAL: how far pip has come, every tenth library.
show_count() {
  awk -v total="$1" '/^(Collecting|Requirement already)/ { n++; if (n % 10 == 0) { printf "  %d/%d\n", n, total; fflush() } }
    /^Installing collected/ { print "  ghi vào .venv (writing)"; fflush() }'
}

# ensure_venv FILE: .venv with exactly what the requirements file pins; a stamp remembers which.
ensure_venv() {
  local stamp=$VENV/.installed files wanted
  files=$(printf '%s\n' requirements.txt "$1" | sort -u)
  wanted=$(cat $files | sha256sum | cut -c1-64)
  [ -x "$VENV/bin/python" ] && grep -qs "$wanted" "$stamp" && return 0
  ensure_python
  if ! [ -x "$VENV/bin/python" ]; then
    say "Tạo môi trường Python (making .venv) với $("$PYTHON" --version)"
    rm -rf "$VENV"
    "$PYTHON" -m venv "$VENV" || stop "Không tạo được .venv (cannot make .venv)."
  fi
  say "Cài thư viện Python (installing libraries of $1); lần đầu mất một, hai phút"
  local log; log=$(mktemp)
  if ! attend "$VENV/bin/python" -m pip install --progress-bar off -r "$1" \
    > >(show_count "$(cat $files | grep -c ==)") 2>"$log"; then
    cat "$log" >&2
    stop "Cài thư viện không thành công. Kiểm tra mạng rồi chạy lại (pip failed; check the network, run again)."
  fi
  rm -f "$log"
  printf '%s\n' "$wanted" >>"$stamp"
}

# ensure_translations: compile each catalogue whose .po is newer.
ensure_translations() {
  local po
  for po in translations/*/LC_MESSAGES/messages.po; do
    if [ -f "$po" ] && ! [ "${po%.po}.mo" -nt "$po" ]; then
      say "Dịch các câu (compiling translations)"
      "$VENV/bin/pybabel" --quiet compile --directory translations || stop "Tệp dịch có lỗi (translation fault): $po"
      return 0
    fi
  done
}

# ensure_secrets: the keys of this installation, made once, readable by its owner only.
ensure_secrets() {
  [ -d "$INSTANCE" ] || (umask 077 && mkdir -p "$INSTANCE")
  local name
  for name in secret_key password_salt; do
    [ -s "$INSTANCE/$name" ] && continue
    (umask 077 && "$VENV/bin/python" -c 'import secrets; print(secrets.token_urlsafe(48))' >"$INSTANCE/$name.new")
    mv "$INSTANCE/$name.new" "$INSTANCE/$name"
  done
}
