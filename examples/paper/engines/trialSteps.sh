# What the trials of the engines have in common. To be sourced.

# Waits until a command succeeds: until_true SECONDS WHAT COMMAND…
until_true() {
  local seconds=$1 what=$2 tenth
  shift 2
  for tenth in $(seq "$((seconds * 10))"); do
    if "$@"; then return 0; fi
    sleep 0.1
  done
  echo "After $seconds s still not: $what" >&2
  return 1
}

# The process that trains a part of a grid: runner_of FOLDER PART
runner_of() {
  pgrep --full "^[^ ]*node .*main.ts .*--out $1 .*--shard $2/3" | head -1
}

# Does the same grid in one process, and compares: compare_with_one WORK FOLDER [experiments…]
compare_with_one() {
  local work=$1 folder=$2
  shift 2
  echo 'The same grid in one process …'
  npm run --silent paper -- "$@" --out "$work/one" >"$work/one.log"
  node --import tsx examples/paper/engines/compareGrids.ts "$work/one" "$folder"
}
