# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by fetch-orthanc.sh, and by cold.sh, container.sh and deb.sh of tests/Packaging: where this machine gets Debian
# packages from.

# The fields of one package source of this machine: "<mirror> <file>:<line>"; nothing if this is not Debian.
machine_source() {
  local id='' codename=''
  # shellcheck source=/dev/null
  { id="$(. /etc/os-release && echo "${ID:-}")"; codename="$(. /etc/os-release && echo "${VERSION_CODENAME:-}")"; }
  [[ $id == debian ]] || return 0
  # The sources of a testing or unstable machine may name the suite, so those are accepted, too. awk reads to the end: a
  # closed pipe would be an error of apt-get.
  # shellcheck disable=SC2016 # apt-get expands these.
  apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI) $(SOURCESENTRY)' 'Created-By: Packages' |
    awk -v codename="$codename" '$2 == "main" && !found &&
      ($1 == codename || $1 ~ /^(oldstable|stable|testing|unstable|sid)$/) { print $3, $4; found = 1 }'
}

# The value of a Signed-By field for our own source: the one that this machine uses for Debian, or Debian's package of keys.
keyring() {
  local entry="$1" file of_source
  if [[ -n ${ORTHANC_DEID_DEBIAN_KEYRING:-} ]]; then
    echo "$ORTHANC_DEID_DEBIAN_KEYRING"
    return
  fi
  of_source="$(sed -nE 's/^Signed-By: *(\/[^ ]+).*/\1/p; s/^deb .*signed-by=(\/[^] ,]+).*/\1/p' "${entry%:*}" \
    2>/dev/null || true)"
  for file in "${of_source%%$'\n'*}" /usr/share/keyrings/debian-archive-keyring.pgp /usr/share/keyrings/debian-archive-keyring.gpg; do
    if [[ -r $file ]]; then
      echo "$file"
      return
    fi
  done
}
