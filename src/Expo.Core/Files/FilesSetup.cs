using Expo.Core.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Core.Files;

internal static class FilesSetup
{
    public static void AddFiles(this IServiceCollection services, IConfiguration configuration, string dataDirectory)
    {
        var section = configuration.GetSection(FilesOptions.Section);
        services.AddOptions<FilesOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IFileStore>(new DiskFileStore(Path.GetFullPath(Path.Combine(dataDirectory, section[nameof(FilesOptions.Directory)] ?? "files"))));
        services.AddSingleton<UploadPurposes>();
        services.AddSingleton<UploadService>();
        services.AddSingleton<FileService>();
        services.AddSingleton<IJobHandler, FileChecks>();
        services.AddSingleton<IJobHandler, RemoveBytesHandler>();
        if (string.IsNullOrWhiteSpace(section[nameof(FilesOptions.Clamd)]))
        {
            services.AddSingleton<IVirusScanner, NoVirusScanner>();
        }
        else
        {
            services.AddSingleton<IVirusScanner, ClamdScanner>();
        }
    }
}
