<?xml version="1.0" encoding="UTF-8"?>
<StyledLayerDescriptor version="1.1.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc" xmlns:se="http://www.opengis.net/se">
<NamedLayer><se:Name>notes</se:Name><UserStyle><se:Name>notes</se:Name><se:Description><se:Title>Notas</se:Title></se:Description><se:FeatureTypeStyle><se:FeatureTypeName>notes</se:FeatureTypeName>
<se:Rule><se:Name>point</se:Name><se:Description><se:Title>Notas</se:Title></se:Description><se:PointSymbolizer><se:Graphic><se:Mark><se:WellKnownName>circle</se:WellKnownName><se:Fill><se:SvgParameter name="fill">#D55E00</se:SvgParameter><se:SvgParameter name="fill-opacity">0.75</se:SvgParameter></se:Fill><se:Stroke><se:SvgParameter name="stroke">#FFFFFF</se:SvgParameter><se:SvgParameter name="stroke-width">1</se:SvgParameter></se:Stroke></se:Mark><se:Size>8</se:Size></se:Graphic></se:PointSymbolizer></se:Rule>
</se:FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>
