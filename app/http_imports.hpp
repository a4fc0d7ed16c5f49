// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/jobs/imports.hpp"
#include "app/context.hpp"

namespace app {

/// `bairro import` for a file that came over HTTP. `context` and `store` must outlive it.
api::ImportFile http_import(const Context& context, store::SqliteStore& store);

}  // namespace app
