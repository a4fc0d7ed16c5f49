// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/context.hpp"
#include "app/job_entry.hpp"
#include "importers/import.hpp"
#include "importers/read/open.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace app {

struct FileImport {
  importers::ImportOptions options;
  importers::ReadOptions read;
  std::string operator_name = {};  ///< empty: the user of the system
};

struct ImportResult {
  ExitCode code = done;
  std::optional<importers::Report> report;  ///< also of a file that was read and then refused
  std::optional<geo::Text> refusal;         ///< why nothing was written
  bool already_imported = false;
  std::optional<geo::Text> advice;  ///< beside the report: what the file leaves standing that its sender may not expect
};

/// For a person at a terminal.
struct ExplainResult {
  ExitCode code = done;
  std::string text;
};

/// One file into one batch of the store, as a job. A file that cannot be taken is a result, not an error; trouble with the store or
/// the disk, and being stopped, is thrown. Throws Error{not_found} for an unknown collection. A file that `bairro quarantine export`
/// made is known by its columns; its rows go where they would have gone at first. Safe to call from a thread of a server, with
/// a JobWatch that has no terminal.
ImportResult import_file(const Context& context, store::SqliteStore& store, const std::string& collection,
                         const std::filesystem::path& file, const FileImport& import, const JobWatch& watch = {});

/// What would become of a file, from its first rows, in the words of the context's language; nothing is written. A store is not
/// needed (null): where there is one, its own fields and layers count, and what it knows of the country. A file that cannot be
/// read at all is a result as for import_file(), with its exit code.
ExplainResult explain_file(const Context& context, store::SqliteStore* store, const std::string& collection,
                           const std::filesystem::path& file, const FileImport& import);

/// One object, without a row.
std::string import_counts_json(const importers::Report& report);

/// For a person at a terminal.
std::string describe(const Context& context, const std::filesystem::path& file, const ImportResult& result);
/// `[{"file":…,"report":…},…]`
std::string reports_json(const std::vector<std::pair<std::string, importers::Report>>& reports);

}  // namespace app
