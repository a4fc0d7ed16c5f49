// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace api {

/// Schemas of the OpenAPI document by name: a JSON object.
extern const std::string_view api_schemas_json;

/// The schema of what an operation answers when all is well: a member of `api_schemas_json`.
std::string_view schema_of(std::string_view operation);

}  // namespace api
