"""Every error the project raises on purpose has one root, so that a caller can catch them all.

A message says what happened, what state is left, and what to do next. The tree, with the rooms of
those that stand elsewhere::

    CatalogueError
        CheckError
        ExportError
        MailError
            DeferredError (reports)
                UnreachableError (reports)
            RefusedError (reports)
        ModelError
            OutdatedModelError
            UnknownTypeError
        PartsError
        QueryError
        ReportError
            OtherVersionError
        ScheduleError
        ServeError
            BusyError
            NoModelsError
            StalledError (catalogue_insights)
            TooLargeError (catalogue_insights)
        SettingsError
        ShortlistError
        SourceError
            DifferentSnapshotsError (etl)
            FetchError (etl)
                IncompleteListError (etl)
                PassingError (etl)
                UnansweredError (etl)
            NoKindError (etl)
        SqlFileError
        StoppedError
        TokenError
        WarehouseError
            NewerWeekError
            OtherRunError
"""


class CatalogueError(Exception):
    """Root of all errors that the command line prints without a traceback."""


class SettingsError(CatalogueError):
    """A setting is missing, unknown or out of range."""


class SourceError(CatalogueError):
    """One file or source cannot be loaded; the others can."""


class WarehouseError(CatalogueError):
    """The warehouse file cannot be read, built or replaced."""


class OtherRunError(WarehouseError):
    """Another run is working on the warehouse."""


class NewerWeekError(WarehouseError):
    """The warehouse holds a newer week than the one that a run was asked for."""


class SqlFileError(CatalogueError):
    """A file under sql/ breaks its own contract (missing or unknown column comments)."""


class ModelError(CatalogueError):
    """A model cannot be fitted or applied."""


class OutdatedModelError(ModelError):
    """A stored model is of a format, or of a library, that is not read here any more."""


class UnknownTypeError(ModelError):
    """A model's file holds what no file of ours does; it was not made."""


class PartsError(CatalogueError):
    """Parts of titles cannot be made, scored or published; those that are done stay."""


class CheckError(CatalogueError):
    """A blocking check found rows that must not be published."""


class QueryError(CatalogueError):
    """A question to the published warehouse cannot be answered."""


class ExportError(CatalogueError):
    """The published marts cannot be copied elsewhere; what was there is as it was."""


class ReportError(CatalogueError):
    """The report cannot be made from the published warehouse."""


class OtherVersionError(ReportError):
    """The published file was made by another version of the project, with other tables."""


class MailError(CatalogueError):
    """The weekly mail cannot be made, or the mail server will not take it."""


class StoppedError(CatalogueError):
    """A run was stopped on request, between two steps."""


class ShortlistError(CatalogueError):
    """A shortlist cannot be read or changed; it is as it was."""


class TokenError(CatalogueError):
    """A named token cannot be made, read or revoked; all are as they were."""


class ScheduleError(CatalogueError):
    """The schedule cannot be kept: another scheduler keeps it already."""


class ServeError(CatalogueError):
    """The published week cannot be shown."""


class BusyError(ServeError):
    """Too much is asked at once; the same can be asked again in a moment."""


class NoModelsError(ServeError):
    """There are no champion models to score with; there may be some after the next run."""
