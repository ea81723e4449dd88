"""Keeps members to their upload quota before a file is stored, and removes files that the database does not know.

Synapse 1.163.2 compares an upload with `media_upload_limits` when the file is stored already, and leaves a refused one behind
(synapse/media/media_repository.py, create_or_update_content); so does a Synapse that is killed in between.
"""

import logging
import os
import time

from synapse.api.errors import UserLimitExceededError

logger = logging.getLogger(__name__)

MINUTE = 60
HOUR = 60 * MINUTE


class Uploads:
    def __init__(self, config, api):
        self._api = api
        self._media = api._hs.config.media
        self._store = api._hs.get_datastores().main
        self._folder = os.path.join(self._media.media_store_path, "local_content")
        api.register_media_repository_callbacks(is_user_allowed_to_upload_media_of_size=self.judge)
        api.looping_background_call(self.sweep, 10 * MINUTE * 1000, desc="chatkeep_sweep_uploads")

    async def judge(self, user_id, size):
        """Refuses what would exceed the quota, in the words in which Synapse does so later."""
        for limit in self._media.media_upload_limits:
            used = await self._store.get_media_uploaded_size_for_user(user_id, limit.time_period_ms)
            if used + size > limit.max_bytes:
                info_uri = limit.info_uri or self._media.media_upload_limit_fallback_info_uri
                raise UserLimitExceededError(
                    403, "Media upload limit exceeded", info_uri=info_uri, can_upgrade=limit.can_upgrade
                )
        return True

    async def sweep(self):
        """Removes last day's files without a row. Younger ones than an hour may still get theirs; older ones are left alone, so
        that a database which is not these files' own costs no more than that."""
        now = time.time()
        found = await self._api.defer_to_thread(files_between, self._folder, now - 24 * HOUR, now - HOUR)
        known = await self._api.run_db_interaction("chatkeep_known_uploads", known_of, list(found))
        if known is None:
            return
        for media_id in found.keys() - known:
            logger.warning("Removing %s, which no upload belongs to", found[media_id])
            os.remove(found[media_id])


def files_between(folder, oldest, newest):
    """Files by their media id, of which the first two pairs of letters are folders (synapse/media/filepath.py)."""
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(path, name)
            try:
                changed = os.stat(file).st_mtime
            except FileNotFoundError:
                continue
            if oldest < changed < newest:
                found[os.path.relpath(file, folder).replace(os.sep, "")] = file
    return found


def known_of(txn, media_ids):
    """Which of these the database knows; None where it knows no upload at all, and so may be another's."""
    txn.execute("SELECT 1 FROM local_media_repository LIMIT 1")
    if txn.fetchone() is None:
        return None
    txn.execute("SELECT media_id FROM local_media_repository WHERE media_id = ANY(?)", (media_ids,))
    return {media_id for (media_id,) in txn}
