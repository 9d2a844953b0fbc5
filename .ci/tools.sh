# Sourced by run and test: makes sure that the tools are there, installing Debian's packages where that is allowed.

missing() { # a command that is not there or not the right one, by the name of the tool
  case $1 in
    jdk) ! { command -v javac >/dev/null && [ "$(javac -version 2>&1 | sed 's/[^0-9]*\([0-9]*\).*/\1/')" -ge 17 ]; } ;;
    maven) ! command -v mvn >/dev/null ;;
    node) ! { command -v npm >/dev/null && [ "$(node --version 2>/dev/null | sed 's/v\([0-9]*\).*/\1/')" -ge 18 ]; } ;;
    chromium) ! command -v "${CHROMIUM:-chromium}" >/dev/null ;;
  esac
}

packages_of() { # Debian's or Ubuntu's packages for a tool
  case $1 in
    jdk)
      local version
      for version in 17 21 25; do
        if apt-cache show "openjdk-$version-jdk-headless" >/dev/null 2>&1; then
          echo "openjdk-$version-jdk-headless"
          return
        fi
      done
      echo default-jdk-headless ;;
    maven) echo maven ;;
    node) echo nodejs npm ;;
    chromium) echo chromium ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

need() { # need TOOL...: installs what is missing, or says in one line what is
  local tool wanted=()
  for tool in "$@"; do
    if missing "$tool"; then wanted+=("$tool"); fi
  done
  if [ ${#wanted[@]} = 0 ]; then return; fi
  if ! command -v apt-get >/dev/null || ! as_root true 2>/dev/null; then
    echo "Please install first: ${wanted[*]} (jdk: OpenJDK 17 or newer; node: 18 or newer; chromium: or set CHROMIUM to its path)" >&2
    exit 1
  fi
  echo "Installing ${wanted[*]} ..." >&2
  as_root apt-get update -qq >&2
  local packages=()
  for tool in "${wanted[@]}"; do
    # shellcheck disable=SC2207 # names of packages hold no blanks
    packages+=($(packages_of "$tool"))
  done
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" </dev/null >&2
  for tool in "${wanted[@]}"; do
    if missing "$tool"; then
      echo "Installed ${packages[*]}, but $tool is still not usable here; please install a newer one." >&2
      exit 1
    fi
  done
}

maven() { # quiet, but for errors and the lines in which the tests are counted
  local level=org.slf4j.simpleLogger
  MAVEN_OPTS="-D$level.defaultLogLevel=error -D$level.log.org.apache.maven.plugin.surefire=info ${MAVEN_OPTS:-}" \
    mvn -B --no-transfer-progress -Dstyle.color=never "$@" </dev/null
}
