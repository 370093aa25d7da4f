/** What the application's container makes for a migration (Illuminate\Container\Container, Illuminate\Config\Repository). */
import { describe, expect, it } from 'vitest';
import { evaluate, up } from './project.ts';

const CREATE = (name: string) => `Schema::create(${name}, function ($table) { $table->id(); });`;
const FILES = {
  'config/shop.php': "<?php return ['tables' => ['orders' => 'shop_orders']];",
  'bootstrap/providers.php': '<?php return [App\\Providers\\ShopServiceProvider::class];',
  'app/Providers/ShopServiceProvider.php': `<?php
namespace App\\Providers;

use App\\Tables;
use Illuminate\\Support\\ServiceProvider;

class ShopServiceProvider extends ServiceProvider
{
    public function register(): void
    {
        $this->app->singleton(Tables::class, function ($app) { return new Tables($app['config'], 'shop'); });
    }
}
`,
  'app/Tables.php': `<?php
namespace App;

class Tables
{
    public function __construct(private $config, private string $group) {}

    public function orders(): string
    {
        return $this->config->get("{$this->group}.tables.orders");
    }
}
`,
};

describe('the container', () => {
  it.each([
    ['app(\\App\\Tables::class)->orders()'],
    ["app('config')->get('shop.tables.orders')"],
    ["app('config')['shop.tables.orders']"],
    ["app(\\Illuminate\\Contracts\\Config\\Repository::class)->get('shop.tables.orders')"],
    ["\\Illuminate\\Support\\Facades\\Config::string('shop.tables.orders')"],
  ])('%s', (name) => {
    const { tables, unknown } = evaluate(up(CREATE(name)), FILES);
    expect(unknown).toEqual([]);
    expect(tables('mysql')).toEqual(['shop_orders']);
  });

  it('says so where the configuration is asked for what it may have', () => {
    const { unknown } = evaluate(up(CREATE("app('config')->getMany(['a'])['a']")), FILES);
    expect(unknown).toHaveLength(1);
    expect(unknown[0]?.reason).toContain('Config::getMany()');
  });
});
