# Starts a Slurm of one node on this machine, for trials: munged, slurmctld and slurmd of Debian's packages munge and
# slurm-wlm, all as the user who calls, with everything they write in one folder. To be sourced:
#
#   start_slurm FOLDER CPUS    sets SLURM_CONF; the node has as many CPUs as asked for, whatever the machine has
#   stop_slurm FOLDER

start_slurm() {
  local folder=$1 cpus=$2
  local host user port
  host=$(hostname -s)
  user=$(id -un)
  port=$((20000 + RANDOM % 20000))
  mkdir -p "$folder/state" "$folder/spool"
  (umask 077 && head -c 1024 /dev/urandom >"$folder/munge.key")
  cat >"$folder/slurm.conf" <<CONF
ClusterName=trial
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
# A requeued job waits until its old credential has run out, which is two minutes unless it is said otherwise.
AuthInfo=socket=$folder/munge.socket,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
# No control groups: they are not to be had in every container.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=2,bf_interval=2
SlurmdParameters=config_overrides
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus RealMemory=65536 State=UNKNOWN
PartitionName=trial Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
  export SLURM_CONF="$folder/slurm.conf"
  # --force turns munged's complaints about a temporary folder into warnings.
  munged --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
    --log-file="$folder/munged.log" --seed-file="$folder/munged.seed" 2>"$folder/munged.err" || return 1
  slurmctld -c && slurmd -N "$host" || return 1
  local second
  for second in $(seq 30); do
    if [ "$(sinfo --noheader --format=%T 2>/dev/null)" = idle ]; then return 0; fi
    sleep 1
  done
  echo "Slurm is not ready after $second s; its log:" >&2
  tail -5 "$folder/slurmctld.log" "$folder/slurmd.log" >&2
  return 1
}

stop_slurm() {
  local folder=$1 daemon
  for daemon in slurmd slurmctld munged; do
    if [ -f "$folder/$daemon.pid" ]; then kill "$(cat "$folder/$daemon.pid")" 2>/dev/null; fi
  done
}
