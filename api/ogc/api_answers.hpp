// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/base/json.hpp"

// What operations answer, for the OpenAPI document. tests/clients/api_document.mjs asks for each of these answers and takes no other.
namespace api {

/// The member "responses" of an operation.
void write_answers(geo::JsonWriter& json, const Call& call, const Route& route);

/// Components that the answers refer to: the members "responses" and "schemas".
void write_answer_components(geo::JsonWriter& json, const Call& call);

}  // namespace api
