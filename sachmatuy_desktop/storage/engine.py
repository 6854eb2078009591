"""Opening an office file: key, pragmas, and errors told as sentences.

Everything about SQLite and SQLCipher that is not portable stands here, in `guards`, `search` and
`backup`.  The key is raw (the passphrase was stretched by the keyring), so a connection opens in a
millisecond; `synchronous=FULL` because an acknowledged save must outlive a power cut.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, StorageTrouble
from sachmatuy_desktop.storage.schema import APPLICATION_ID, SCHEMA_VERSION

OFFICE_FILE: Final = "office.db"
_MIN_SQLITE: Final = (3, 51, 3)
_BEFORE_KEY: Final = ("cipher_log_level=NONE", "cipher_memory_security=OFF")
_AFTER_KEY: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-8192",
    "mmap_size=0",
)
"""Of the pages a connection keeps, 8 MiB: three connections are open at once.  With four times as
much, searches, figures and edits took as long, and a first import some three per cent less."""

sqlcipher.register_adapter(type(None), {}.get)
"""Nothing stays nothing.  Without this the driver asks every empty value in vain how it wants to be
kept, by an error raised and caught: 2 µs each, half the time of a row with twenty empty fields."""

_UNREADABLE: Final = N_(
    "Không đọc ghi được ổ đĩa. Lần lưu vừa rồi chưa được ghi."
    " Hãy kiểm tra ổ đĩa, chỗ trống rồi làm lại."
)
_SENTENCES: Final = {
    "SQLITE_FULL": N_(
        "Ổ đĩa đầy. Mọi dữ liệu đã lưu trước đó vẫn an toàn; lần lưu vừa rồi chưa được ghi."
        " Hãy giải phóng chỗ trống rồi lưu lại."
    ),
    "SQLITE_IOERR": _UNREADABLE,
    "SQLITE_PROTOCOL": _UNREADABLE,  # no room beside the file for what its readers share
    "SQLITE_READONLY": N_(
        "Thư mục dữ liệu chỉ cho đọc nên chưa lưu được."
        " Hãy xin quyền ghi vào thư mục hoặc chuyển dữ liệu sang nơi khác."
    ),
    "SQLITE_CANTOPEN": N_(
        "Không mở được tệp dữ liệu. Hãy kiểm tra thư mục dữ liệu còn đó và có quyền ghi."
    ),
    "SQLITE_BUSY": N_(
        "Tệp dữ liệu đang được chương trình khác dùng. Hãy đóng chương trình đó rồi thử lại."
    ),
    "SQLITE_NOTADB": N_(
        "Tệp dữ liệu bị hỏng hoặc không phải của cơ quan này. Hãy khôi phục từ bản sao lưu."
    ),
    "SQLITE_CORRUPT": N_(
        "Tệp dữ liệu bị hỏng. Hãy đóng chương trình và khôi phục từ bản sao lưu gần nhất."
    ),
}


_NOT_ENCRYPTED: Final = N_(
    "Chưa mã hóa lại được tệp dữ liệu; mọi dữ liệu vẫn như cũ."
    " Hãy kiểm tra chỗ trống trên ổ đĩa rồi làm lại."
)


def trouble_of(error: BaseException) -> StorageTrouble | None:
    """The sentence for a database error that is the world's doing; `None` if it is a bug."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    name = str(getattr(cause, "sqlite_errorname", "") or "")
    for prefix, sentence in _SENTENCES.items():
        if name.startswith(prefix):
            return StorageTrouble(sentence)
    return None


@contextmanager
def told_as_sentences() -> Iterator[None]:
    """Turn database errors that the world caused into `StorageTrouble`; let bugs through."""
    try:
        yield
    except (SQLAlchemyError, sqlcipher.Error, sqlite3.Error) as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise trouble from error


def assert_versions() -> None:
    """Refuse to run on an SQLite with the WAL-reset bug (before 3.51.3) or without SQLCipher."""
    if tuple(sqlcipher.sqlite_version_info) < _MIN_SQLITE:
        raise StorageTrouble(
            N_("Bản SQLite {version} quá cũ, có thể làm mất dữ liệu. Hãy cài lại chương trình."),
            version=sqlcipher.sqlite_version,
        )


def versions() -> tuple[str, str]:
    """The versions of SQLite and of SQLCipher that the program runs on."""
    connection = sqlcipher.connect(":memory:")
    cipher = connection.execute("PRAGMA cipher_version").fetchone()[0]
    connection.close()
    return str(sqlcipher.sqlite_version), str(cipher)


def _connect(path: Path, key: str, salt: str, *, create: bool) -> Any:
    mode = "rwc" if create else "rw"
    connection = sqlcipher.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=5,
        check_same_thread=False,
        isolation_level=None,
    )
    try:
        for pragma in _BEFORE_KEY:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute(f"PRAGMA key=\"x'{key}{salt}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in _AFTER_KEY:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.create_function("fold", 1, _fold, deterministic=True)
    except BaseException:
        connection.close()
        raise
    return connection


def _fold(text: object) -> str | None:
    """`fold` as SQL calls it: what is empty stays empty."""
    return None if text is None else fold(str(text))


def opens(path: Path, key: str, salt: str) -> bool:
    """Whether the office file is encrypted under this key.

    Raises `StorageTrouble` for a file that cannot be read at all.
    """
    with told_as_sentences():
        try:
            _connect(path, key, salt, create=False).close()
        except sqlcipher.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
                raise
            return False
        return True


def encrypt_anew(engine: Engine, path: Path, key: str, salt: str) -> None:
    """Encrypt an engine's office file under another key, in one transaction of SQLite's own.

    Nobody else may have a connection.  Cut off at any point, the file opens with exactly one of the
    two keys; the engine must be let go of afterwards.  Raises `StorageTrouble`.
    """
    with told_as_sentences():
        raw = engine.raw_connection()
        try:
            raw.cursor().execute(f"PRAGMA rekey=\"x'{key}{salt}'\"").fetchall()
        finally:
            raw.invalidate()
    if not opens(path, key, salt):  # SQLCipher says "ok" on a full disk as well
        raise StorageTrouble(_NOT_ENCRYPTED)


def make_engine(
    path: Path,
    key: str,
    salt: str,
    *,
    create: bool = False,
    once: Callable[[], None] | None = None,
) -> Engine:
    """An engine on one office file; `key` and `salt` are 64 and 32 hexadecimal digits.

    A file that is missing or empty is never opened as a new one: only `create` makes a file.
    `once` is called before each connection is made and may wait.
    """
    os.umask(0o077)

    def creator() -> Any:
        if once is not None:
            once()
        if not create and (not path.exists() or path.stat().st_size == 0):
            raise StorageTrouble(
                N_("Không thấy tệp dữ liệu trong thư mục. Hãy khôi phục từ bản sao lưu.")
            )
        return _connect(path, key, salt, create=create)

    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=creator,
        poolclass=QueuePool,
        pool_size=3,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Any) -> None:
    """SQLAlchemy's own BEGIN is off: writers take the lock at once, readers only a snapshot."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def check_version(engine: Engine) -> int:
    """The version of a file's tables.

    Raises `StorageTrouble` for a file that is no office file, or that a newer program has written.
    """
    with engine.connect() as connection:
        application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if application != APPLICATION_ID:
        raise StorageTrouble(_SENTENCES["SQLITE_NOTADB"])
    if version > SCHEMA_VERSION:
        raise StorageTrouble(
            N_(
                "Dữ liệu thuộc phiên bản {theirs}, mới hơn phiên bản {ours} của chương trình này."
                " Hãy cập nhật chương trình."
            ),
            theirs=version,
            ours=SCHEMA_VERSION,
        )
    return int(version)
