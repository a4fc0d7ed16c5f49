// SPDX-License-Identifier: Apache-2.0
// FlatGeobuf: read where it lies, every buffer verified by the driver. It believes the number of features that the header names; so
// what it has read must reach to the end of the file.
#include "importers/child/refusal.hpp"
#include "importers/child/source.hpp"

#include <ogrsf_frmts.h>

namespace importers::child {

void open_flatgeobuf(const Request& request, const Input& input, Source& source) {
  show_to_gdal(input);
  source.dataset = open_dataset(*request.format, input_path, {"VERIFY_BUFFERS=YES"});
  OGRLayer* const layer = source.dataset->GetLayer(0);
  if (layer == nullptr) { refuse("no-layers"); }
  // The file has one layer and keeps no name for it but that of its header.
  const std::string name = layer->GetName();
  take_layer(source, {layer}, {name}, request.layer);
  take_crs(source, layer->GetSpatialRef());
  // 0 stands for "not known": it is then read to its end.
  source.exact_rows = layer->GetFeatureCount(FALSE) > 0;
  input.forget_furthest();
  source.check_end = [&input] {
    if (input.furthest() != input.size()) { refuse("left-over", std::to_string(input.size() - input.furthest())); }
  };
}

}  // namespace importers::child
