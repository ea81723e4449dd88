# Lists in a data volume the ids of the master keys that its data was served with, one a line, the newest last: the proof of whose
# it is, when the settings are lost. Arguments: the volume's folder and the key's id. Run by the volume's own service, because root
# would follow a link that a service laid in its volume.
set -eu
umask 0377
list="$1/.chatkeep"
[ "$(tail -n 1 "$list" 2> /dev/null)" != "$2" ] || exit 0
rm -f "$list.new"
{ cat "$list" 2> /dev/null || true; echo "$2"; } > "$list.new"
mv -f "$list.new" "$list"
