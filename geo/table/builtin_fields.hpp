// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"

#include <string>
#include <vector>

/// What the lists of built-in collections are written with: one short line a field. Only for geo/table/builtin*.cpp.
namespace geo::builtin {

using Fields = std::vector<Field>;
using Names = std::vector<std::string>;

Field text(std::string name, std::string en, std::string pt, Names synonyms = {});
Field date(std::string name, std::string en, std::string pt, Names synonyms = {});
Field time(std::string name, std::string en, std::string pt, Names synonyms = {});
Field flag(std::string name, std::string en, std::string pt, Names synonyms = {});
Field json(std::string name, std::string en, std::string pt);
Field code(std::string name, std::string list, std::string en, std::string pt, Names synonyms = {});
/// A whole number from 0.
Field number(std::string name, std::string en, std::string pt, Names synonyms = {});
/// A number from 0, with its unit.
Field real(std::string name, std::string unit, std::string en, std::string pt, Names synonyms = {});

Field between(Field f, double min, double max);
Field secret(Field f, Confidentiality confidentiality);
/// Long texts and keys stay on disk until their row is asked for.
Field cold(Field f);
/// Filled by the store, never by a file.
Field system(Field f);

/// A collection with its own fields and then those of every collection.
Collection collection(std::string id, GeometryType geometry, Text title, Text description, Confidentiality confidentiality, Fields own);

// What the programme does: builtin_programme.cpp.
Collection outreach();
Collection dialogues();
Collection issues();
Collection trainings();

// What analyses refer to: builtin_reference.cpp.
Collection population();
Collection roads();

}  // namespace geo::builtin
