#!/usr/bin/env bash
# Prepares this folder: uv from the package index into .uv/, the locked dependencies into .venv/.
# Does nothing, and needs no network, when nothing changed since the last time. `setup.sh uv` stops after uv.
# Speaks on stderr only: the commands that come after keep stdout for their own answer.
set -euo pipefail
cd "$(dirname "$0")/.."
exec 1>&2

fail() {
    printf '\n%s\n%s\n\n' "$1" "$2" >&2
    exit 1
}

is_recent_python() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    local candidate
    for candidate in ${RELAIS_PYTHON:+"$RELAIS_PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 && is_recent_python "$candidate"; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    fail "Il faut Python 3.11 ou plus récent (Debian, Ubuntu : apt-get install python3 python3-venv ; macOS : brew install python)." \
        "Python 3.11 or newer is needed (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python)."
}

make_uv_venv() {
    "$python" -m venv --clear .uv 2>/dev/null
}

# Debian and Ubuntu ship `python3 -m venv` without ensurepip; root can repair that, others are told how.
install_uv() {
    echo "→ uv (index de paquets / package index)"
    if ! make_uv_venv; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } || true
        fi
        make_uv_venv || fail \
            "Python ne sait pas créer d'environnement : sudo apt-get install python3-venv, puis relancez la commande." \
            "Python cannot create an environment: sudo apt-get install python3-venv, then run the command again."
    fi
    .uv/bin/python -m pip install -qq --require-hashes --requirement tools/uv.txt || fail \
        "Impossible d'installer uv : vérifiez l'accès au réseau (ou le miroir dans la configuration de pip)." \
        "uv could not be installed: check the network (or the mirror in pip's configuration)."
}

pip_setting() {
    .uv/bin/python -m pip config list 2>/dev/null |
        sed -nE "s/^(:env:\.|global\.|install\.)$1='(.*)'$/\2/p" | head -n 1
}

# A machine behind a company's proxy or mirror has said so to pip: uv does not read pip's settings.
follow_pip_settings() {
    local certificate proxy
    certificate="$(pip_setting cert)"
    proxy="$(pip_setting proxy)"
    if [ -n "$certificate" ] && [ -z "${SSL_CERT_FILE:-}" ]; then export SSL_CERT_FILE="$certificate"; fi
    if [ -n "$proxy" ] && [ -z "${HTTPS_PROXY:-}" ]; then export HTTPS_PROXY="$proxy"; fi
    mirror="$(pip_setting index-url)"
    case "$mirror" in https://pypi.org/simple*) mirror="" ;; esac
}

install_dependencies() {
    echo "→ dépendances verrouillées / locked dependencies"
    if [ -x .venv/bin/python ] && ! is_recent_python .venv/bin/python; then rm -rf .venv; fi
    if [ -f .venv/relais-ready ] && ! grep -qxF "$PWD" .venv/relais-ready; then rm -rf .venv; fi
    [ -x .venv/bin/python ] || .uv/bin/uv venv --quiet --clear --python "$python" .venv
    if [ -n "$mirror" ]; then
        # The lock names the public index; the same hashes are asked from the mirror.
        .uv/bin/uv export --quiet --frozen --no-emit-project --output-file .uv/locked.txt >/dev/null
        .uv/bin/uv pip sync --quiet --require-hashes --default-index "$mirror" --python .venv/bin/python .uv/locked.txt
    else
        .uv/bin/uv sync --quiet --locked
    fi
}

wanted="$(printf '%s\n' "$PWD" "$(cat uv.lock pyproject.toml tools/uv.txt tools/setup.sh | cksum)")"
if [ "${1:-}" != uv ] && [ -x .venv/bin/python ] && [ "$(cat .venv/relais-ready 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

unset VIRTUAL_ENV UV_PROJECT_ENVIRONMENT UV_PYTHON
# Compiled once here: the demonstration and the tests start many processes, and each would compile anew.
export UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
python="$(find_python)"
if ! .uv/bin/uv --version 2>/dev/null | grep -qF "$(sed -n 's/^uv==\([0-9.]*\).*/\1/p' tools/uv.txt)"; then
    install_uv
fi
if [ "${1:-}" = uv ]; then exit 0; fi
mirror=""
follow_pip_settings
install_dependencies
printf '%s\n' "$wanted" >.venv/relais-ready
echo "✓ prêt / ready"
