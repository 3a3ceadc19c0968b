namespace Expo.Web.Http;

/// <summary>Where the default database, letters, keys and recordings are kept. Setting <c>Data:Directory</c>; by default <c>.data</c> beside the program.</summary>
public sealed record DataDirectory(string Path)
{
    public static DataDirectory From(IConfiguration configuration, IHostEnvironment environment)
    {
        var path = System.IO.Path.GetFullPath(configuration["Data:Directory"] ?? ".data", environment.ContentRootPath);
        Directory.CreateDirectory(path);
        return new DataDirectory(path);
    }

    public string Below(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;
}
