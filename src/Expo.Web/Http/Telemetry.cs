using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Expo.Web.Http;

internal static class Telemetry
{
    /// <summary>Counts for <c>/metrics</c>. Traces and counts also go to a collector when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
    public static IServiceCollection AddExpoTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var collector = !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddAspNetCoreInstrumentation().AddMeter("Expo.*", "System.Runtime").AddPrometheusExporter();
            if (collector)
            {
                metrics.AddOtlpExporter();
            }
        });
        if (collector)
        {
            telemetry.WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource("Expo.*").AddOtlpExporter());
        }

        return services;
    }
}
