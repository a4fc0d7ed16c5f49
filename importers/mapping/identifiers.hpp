// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace importers {

/// Whether a column of this name identifies a person directly (privacy rule B8): names of people, telephone, device and
/// document numbers, e-mail, who sent the form and where from, photographs and recordings. Such a column is named in the
/// report and never stored. Judged word by word, in Portuguese and English, on the folded name; when unsure, yes.
/// Names of places, councils and parties to a conflict are not names of people. `column` as in the file.
bool identifies_people(std::string_view column);

}  // namespace importers
