// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace importers {

/// What "nome do agente de campo" is where it is not known whose name that is. Layers of people and events take it for a
/// person's unless it says that it is a thing's ("nome do bairro"); layers of reference have names in many languages.
enum class Names : std::uint8_t { of_things_only_if_said, of_people_only_if_said };

/// Whether a column of this name identifies a person directly (privacy rule B8): names of people, telephone, device and
/// document numbers, e-mail, who sent the form and where from, photographs and recordings. Such a column is named in the
/// report and never stored. Judged word by word, in Portuguese and English, on the folded name; when unsure, yes.
/// Names of places, councils and parties to a conflict are not names of people. `column` as in the file.
bool identifies_people(std::string_view column, Names names = Names::of_people_only_if_said);

/// Whether a cell is a telephone number: nine digits of a Mozambican mobile, with or without +258, or any number with a country's
/// code and a +; blanks, dots, hyphens and brackets between them.
bool is_telephone(std::string_view cell);

}  // namespace importers
