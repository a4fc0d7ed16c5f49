// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/jobs/imports.hpp"

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace api {

/// What may be said of a file that is to be imported, as a parameter of the query or a field of a form.
std::vector<std::string_view> import_parameters();

/// All that is asked, as one text: the same for the same.
std::string asked_text(const ImportAsked& asked);

/// What who may not import is told.
geo::Text not_an_importer();

/// A file that has arrived, and what is to become of it.
struct SentFile {
  ImportAsked asked;
  std::filesystem::path file;  ///< in the folder of the upload, under its own name
};

/// Reads an upload: the file itself with its name in `file-name`, or a form with the file in the field `file`.
/// Throws Error{usage} for what was said, Error{input} for a form that cannot be read.
SentFile read_upload(const Call& call, const Upload& upload);

/// The last part of a path as people's machines write it, fit to name a file here; nothing when none is left.
std::optional<std::string> plain_file_name(std::string_view given);

}  // namespace api
