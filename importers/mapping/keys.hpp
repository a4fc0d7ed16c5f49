// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// A column that carries the key of each row in its source.
struct KeyColumn {
  int column = -1;          ///< position in the file; -1: the file has none
  std::string_view family;  ///< kobo | odk | acled when the key is unique in the whole world; else empty
};

/// The best of the columns known to be keys: `_uuid`, `KEY`, `uuid`, `event_id_cnty`, `@id`, `id`, … (the list stands in
/// keys.cpp, the surest first); in a collection of councils or areas also its code. No other column is ever taken for one.
KeyColumn find_key(const std::vector<Column>& columns, std::string_view collection);

/// Of rows without a key, unless the user names it: shared by all such files.
inline constexpr std::string_view nameless_source = "rows";

/// Name within which the keys of a file are unique, so that next week's export of the same form updates the rows of this
/// week's and another form's rows with the same number are left alone. "kobo", "odk", "acled" where keys are unique in the
/// whole world; "rows" without a key; else "<key column>:<16 hex digits>", a fingerprint of the set of column names: the order
/// of columns does not matter, a column more or less makes another source (then say --source). `columns` as known when the
/// file has been opened.
std::string derived_source(const std::vector<Column>& columns, const KeyColumn& key);

}  // namespace importers
