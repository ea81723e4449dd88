#!/bin/sh
# What makes backups is healthy when it has begun and can write where a repository is a folder. How the last backup ended, `status` says.
[ -e /var/lib/postgresql/data/configuration-in-use ] || { echo "it has not begun"; exit 1; }
[ "$(cat repository)" = /repository ] || exit 0
[ -w /repository ] || {
  echo "The folder that chatkeep:backup names cannot be written by user $(id -u). On the engine's machine:  sudo chown -R $(id -u):$(id -g) FOLDER"
  exit 3
}
