# Read by what starts and what checks a service that keeps people's data.

# need_room FOLDER MEBIBYTES: fails with 3, and says so, where the volume at FOLDER has less left.
need_room() {
  df -Pk "$1" | {
    read -r _
    read -r _ all _ free _
    [ "$((free / 1024))" -ge "$2" ] && exit 0
    name=$(cat volume-name)
    echo "The volume $name is full: $((free / 1024)) of $((all / 1024)) MiB are free, $2 are needed. Make room on the disk" \
      "that holds it (\`docker volume inspect $name\` says where). Then it goes on by itself."
    exit 3
  }
}
